import { behaviour, type FieldSchema } from './field.js'
import { propertySchema } from './prepare.js'

const MASK = '***'

// Unknown fields have no schema to say that they are secret: `pasword: s3kret` must not be printed either.
const SECRET_KEY = /pas|pwd|secret|token|private|credential|(^|[_-])(pw|key)$/i

/** A connection string with a password in it: `password=x`, `postgresql://user:x@host`. */
const CONNECTION_PASSWORD = /password\s*=|:\/\/[^/@\s]*:[^@]*@/i

/** `input` of a fault at `loc`, with all that is, or may be, a secret replaced. */
export function maskInput(schema: FieldSchema, loc: readonly (string | number)[], input: unknown): unknown {
  let at: FieldSchema | undefined = schema
  for (const step of loc) {
    if (at && isSecret(at)) return MASK
    if (typeof step === 'string' && SECRET_KEY.test(step) && input !== null && typeof input !== 'boolean') {
      const known: FieldSchema | undefined = at && propertySchema(at, step)
      if (!known || isSecret(known)) return MASK
    }
    at = at && (typeof step === 'number' ? at.items : propertySchema(at, step))
  }
  return maskDeep(at, input, false)
}

function isSecret(schema: FieldSchema): boolean {
  const { secret, sensitive } = behaviour(schema)
  return secret === true || sensitive === true
}

function maskDeep(schema: FieldSchema | undefined, value: unknown, secret: boolean): unknown {
  if (value === null || value === undefined) return value
  if (secret || (schema && isSecret(schema))) return typeof value === 'boolean' ? value : MASK
  if (typeof value === 'string') return CONNECTION_PASSWORD.test(value) ? MASK : value
  if (Array.isArray(value)) return value.map((item) => maskDeep(schema?.items, item, false))
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const sub = schema && propertySchema(schema, key)
      return [key, maskDeep(sub, item, !sub && SECRET_KEY.test(key))]
    }),
  )
}
