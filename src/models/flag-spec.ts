import { behaviour, type CliBehaviour, type FieldSchema, takes } from './field.js'
import type { Model } from './model.js'

/** Commands that take options of a model. */
export type FlagOperation = 'create' | 'alter' | 'drop'

/** An option as data: of a model's field, or contributed by a component. */
export interface FlagSpec {
  readonly type: 'string' | 'integer' | 'boolean' | 'option' | 'secret'
  readonly summary: string
  /** Where the value goes in the manifest: `['pgbackrest', 'stanza']`. */
  readonly path: readonly string[]
  readonly options?: readonly string[]
  readonly multiple?: boolean
  readonly required?: boolean
  readonly helpValue?: string
  readonly aliases?: readonly string[]
  /** Each value becomes an item of the list at `path`: `{[key]: value}`, with `state: absent` when it removes. */
  readonly item?: { readonly key: string | undefined; readonly removes: boolean }
}

/** Options by name, without dashes, in the order of help. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>

/** Options that `operation` offers for a model. The name isn't one: it is an argument. */
export function flagSpecs(model: Model<unknown>, operation: FlagOperation): FlagSpecs {
  return Object.fromEntries(specsOf(model.schema, [], operation, true))
}

type Entry = [string, FlagSpec]

function specsOf(
  schema: FieldSchema,
  path: readonly string[],
  operation: FlagOperation,
  required: boolean,
): Entry[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    if ((path.length === 0 && key === 'name') || !isOffered(field, operation)) return []
    const here = [...path, key]
    const needed = required && operation === 'create' && !('default' in field)
    if (field.properties) return specsOf(field, here, operation, needed)
    if (field.items) return listSpecs(field, field.items, here, operation)
    const { cli = {} } = behaviour(field)
    return [[cli.flag ?? optionName(here), scalarSpec(field, here, cli, needed)]]
  })
}

function isOffered(field: FieldSchema, operation: FlagOperation): boolean {
  const { readOnly, hidden, createOnly, dropOnly = false } = behaviour(field)
  if (readOnly || hidden || dropOnly !== (operation === 'drop')) return false
  return operation !== 'alter' || !createOnly
}

function scalarSpec(
  field: FieldSchema,
  path: readonly string[],
  cli: CliBehaviour,
  required: boolean,
): FlagSpec {
  const choices = (cli.choices ?? field.enum?.filter((value) => value !== null)) as
    | readonly string[]
    | undefined
  const type = typeOf(field)
  const helpValue = type === 'secret' ? 'TEXT' : metavar(path.at(-1) ?? '')
  return {
    type,
    summary: field.description ?? '',
    path,
    ...(choices && { options: choices }),
    ...(type !== 'boolean' && { helpValue: cli.metavar ?? (choices ? `[${choices.join('|')}]` : helpValue) }),
    ...(cli.aliases && { aliases: cli.aliases }),
    ...(required && { required }),
  }
}

function typeOf(field: FieldSchema): FlagSpec['type'] {
  if (behaviour(field).secret) return 'secret'
  if (field.enum) return 'option'
  if (takes(field, 'boolean')) return 'boolean'
  return takes(field, 'integer') ? 'integer' : 'string'
}

function listSpecs(
  field: FieldSchema,
  items: FieldSchema,
  path: readonly string[],
  operation: FlagOperation,
): Entry[] {
  const { cli = {} } = behaviour(field)
  const { key = behaviour(items).shorthand } = behaviour(items)
  const flag = cli.flag ?? optionName(path)
  const spec = (summary: string, removes: boolean): FlagSpec => ({
    type: 'string',
    summary,
    path,
    helpValue: cli.metavar ?? metavar(flag),
    multiple: true,
    item: { key, removes },
  })
  const summary = field.description ?? ''
  if (operation !== 'alter') return [[flag, spec(summary, false)]]
  if (cli.alter === null || key === undefined) return []
  const { add, remove } = cli.alter ?? { add: `add-${flag}`, remove: `remove-${flag}` }
  const what = (cli.metavar ?? metavar(flag)).toLowerCase().replaceAll('_', ' ')
  return [
    [add, spec(`${verb(add)} ${what}.`, false)],
    [remove, spec(`${verb(remove)} ${what}.`, true)],
  ]
}

function verb(option: string): string {
  const word = option.split('-')[0] ?? option
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}

function optionName(path: readonly string[]): string {
  return path.join('-').replaceAll('_', '-')
}

function metavar(name: string): string {
  return name.toUpperCase().replaceAll('-', '_')
}
