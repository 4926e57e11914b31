import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { type Layer, layer, merge } from './layers.js'
import { schemasAt, takesJson } from './schema/navigate.js'
import { isKnownSection } from './sections.js'

/** Variables that steer the program (oclif's among them) and are no settings. */
const RESERVED: ReadonlySet<string> = new Set([
  'PGLIFT_BINPATH',
  'PGLIFT_CACHE_DIR',
  'PGLIFT_COMPONENT_TIMEOUT',
  'PGLIFT_CONFIG_DIR',
  'PGLIFT_DATA_DIR',
  'PGLIFT_DEBUG',
  'PGLIFT_DISABLE_THEME',
  'PGLIFT_LOGGERS',
  'PGLIFT_NPM_LOG_LEVEL',
  'PGLIFT_NPM_REGISTRY',
  'PGLIFT_S3_BUCKET',
  'PGLIFT_SERVICE',
  'PGLIFT_TRACE',
])

interface Variable {
  readonly name: string
  readonly text: string
  readonly path: readonly string[]
}

/** What the environment says, and its faults. */
export interface EnvironmentSettings extends Layer {
  readonly faults: readonly Fault[]
}

/**
 * Settings given by variables: `PGLIFT_` and the path of the setting joined with `__`, in any case. `null` is null;
 * an object or a list is given as JSON. Where two variables overlap, the longer path wins. Those of `ignored` keys are
 * left out.
 */
export function environmentSettings(
  env: Readonly<Record<string, string | undefined>>,
  schema: FieldSchema,
  ignored: ReadonlySet<string> = new Set(),
): EnvironmentSettings {
  const faults: Fault[] = []
  let settings: Layer = { values: {}, origins: new Map() }
  for (const variable of settingVariables(env)) {
    if (ignored.has(variable.path[0] as string)) continue
    const value = decode(variable, schema)
    if ('fault' in value) faults.push(value.fault)
    else
      settings = merge(
        settings,
        layer(nest(variable.path, value.value), { kind: 'environment', name: variable.name }),
      )
  }
  return { ...settings, faults }
}

/** The variables that are settings, in the order in which they are merged. */
export function settingVariables(env: Readonly<Record<string, string | undefined>>): Variable[] {
  return (
    Object.entries(env)
      .flatMap(([name, text]) =>
        text !== undefined && /^PGLIFT_/i.test(name) && !isReserved(name.toUpperCase())
          ? [{ name, text, path: name.slice('PGLIFT_'.length).toLowerCase().split('__') }]
          : [],
      )
      // Of two spellings the one in capitals, first in this order, must be merged last.
      .sort((a, b) => a.path.length - b.path.length || (a.name < b.name ? 1 : -1))
  )
}

function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith('PGLIFT_TEST_')
}

function decode({ name, text, path }: Variable, schema: FieldSchema): { value: unknown } | { fault: Fault } {
  const schemas = schemasAt(schema, path)
  const known = schemas.length > 0 || isKnownSection(path[0] as string)
  if (!known) return { fault: { type: 'extra_forbidden', loc: [name], msg: unknownVariable(name, path) } }
  if (text === 'null') return { value: null }
  if (!schemas.some(takesJson)) return { value: text }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const msg = `value of variable ${name} is not valid JSON: ${jsonMessage(error)}`
    return { fault: { type: 'json_invalid', loc: [...path], msg } }
  }
}

/** What the parser objects to, without the excerpt of the text that newer Node versions add. */
function jsonMessage(error: unknown): string {
  return (error as Error).message.split(/, ?["'.]/)[0] as string
}

function unknownVariable(name: string, path: readonly string[]): string {
  if (name.toUpperCase() === 'PGLIFT_CONFIG_PATH') return 'this variable is now called PGLIFT_CONFIG_DIR'
  return `this variable is no setting: there is no '${path.join('.')}'`
}

function nest(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as Readonly<Record<string, unknown>>
}
