import { behaviour, type FieldSchema, takes } from './field.js'
import type { Model } from './model.js'

/** One option of an Ansible module (Ansible documentation, "Argument spec"). */
export interface AnsibleOption {
  readonly type: 'str' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'raw'
  readonly description?: readonly string[]
  readonly required?: true
  readonly default?: unknown
  readonly choices?: readonly unknown[]
  readonly elements?: AnsibleOption['type']
  readonly options?: Readonly<Record<string, AnsibleOption>>
  readonly no_log?: true
}

/** The argument spec of a module whose options are the fields of a model; output-only fields are none of them. */
export function ansibleArgspec(model: Model<unknown>): Readonly<Record<string, AnsibleOption>> {
  return optionsOf(model.schema)
}

function optionsOf({ properties = {}, required = [] }: FieldSchema): Record<string, AnsibleOption> {
  const inputs = Object.entries(properties).filter(([, field]) => !behaviour(field).readOnly)
  return Object.fromEntries(inputs.map(([name, field]) => [name, optionOf(field, required.includes(name))]))
}

function typeOf(field: FieldSchema): AnsibleOption['type'] {
  // A shorthand makes a bare string as good as the object.
  if (behaviour(field).shorthand !== undefined) return 'raw'
  if (takes(field, 'array')) return 'list'
  if (takes(field, 'object')) return 'dict'
  const scalars = (['boolean', 'integer', 'number', 'string'] as const).filter((type) => takes(field, type))
  if (scalars.length > 1) return 'raw'
  const names = { boolean: 'bool', integer: 'int', number: 'float', string: 'str' } as const
  return scalars[0] === undefined ? 'str' : names[scalars[0]]
}

function optionOf(field: FieldSchema, isRequired: boolean): AnsibleOption {
  const { description, items, properties, enum: values } = field
  const { secret, sensitive } = behaviour(field)
  const type = typeOf(field)
  const choices = values?.filter((value) => value !== null)
  const byDefault = field.default
  const nested = properties ?? items?.properties
  const isPlain = type !== 'raw' && behaviour(items ?? {}).shorthand === undefined
  return {
    type,
    ...(description === undefined ? {} : { description: [description] }),
    ...(isRequired ? { required: true } : {}),
    ...(byDefault === undefined || byDefault === null ? {} : { default: byDefault }),
    ...(choices === undefined ? {} : { choices }),
    ...(items === undefined ? {} : { elements: typeOf(items) }),
    ...(nested !== undefined && isPlain
      ? { options: optionsOf(properties === undefined ? (items as FieldSchema) : field) }
      : {}),
    ...(secret || sensitive ? { no_log: true } : {}),
  }
}
