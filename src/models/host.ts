import { type Fault, ValidationError } from '../errors/kinds.js'
import type { FieldSchema } from './field.js'
import type { ComposedInstance } from './instance.js'
import { isMapping } from './mapping.js'
import type { Model } from './model.js'

type Loc = readonly (string | number)[]

/** One instance of a manifest of a host, not yet validated, and where it stands in the manifest. */
export interface HostItem {
  readonly loc: Loc
  readonly value: Readonly<Record<string, unknown>>
}

/** A validated manifest of a host: its instances, in the order in which they were written. */
export interface HostManifest {
  readonly instances: readonly ComposedInstance[]
}

/** The model of a host whose instances have the fields of the enabled components. For `--schema`. */
export function composeHost(instances: Model<ComposedInstance>): Model<HostManifest> {
  const items = { ...instances.schema, 'x-pglift': { key: 'name' } }
  const list: FieldSchema = {
    type: 'array',
    items,
    description:
      'Instances of the host (non-exhaustive list). A YAML document that is one of them may stand for the whole.',
  }
  return {
    title: 'Host',
    schema: {
      type: 'object',
      description: 'All that pglift manages on one host.',
      properties: { instances: list },
      required: ['instances'],
      additionalProperties: false,
    },
    rules: [],
    exclusive: [],
    nested: { instances },
  }
}

/**
 * The instances that the documents of a manifest hold, in their order. A document is either `{instances: [...]}` or an
 * instance itself. Paths begin with the document's number where there are several.
 *
 * @throws ValidationError when a document is neither.
 */
export function hostItems(documents: readonly Readonly<Record<string, unknown>>[]): HostItem[] {
  const faults: Fault[] = []
  const items = documents.flatMap((document, index): HostItem[] => {
    const at: Loc = documents.length === 1 ? [] : ['documents', index]
    if (!Object.hasOwn(document, 'instances')) {
      if (Object.hasOwn(document, 'name')) return [{ loc: at, value: document }]
      faults.push({ type: 'missing', loc: [...at, 'instances'], msg: 'Field required' })
      return []
    }
    return listed(document, at, faults)
  })
  if (faults.length > 0) throw new ValidationError('Host', faults)
  return items
}

function listed({ instances, ...others }: HostItem['value'], at: Loc, faults: Fault[]): HostItem[] {
  for (const key of Object.keys(others))
    faults.push({ type: 'extra_forbidden', loc: [...at, key], msg: 'Extra inputs are not permitted' })
  if (!Array.isArray(instances)) {
    faults.push({ type: 'list_type', loc: [...at, 'instances'], msg: 'Input should be a valid list' })
    return []
  }
  return instances.flatMap((value: unknown, index): HostItem[] => {
    const loc = [...at, 'instances', index]
    if (isMapping(value)) return [{ loc, value }]
    faults.push({ type: 'dict_type', loc, msg: 'Input should be a valid dictionary' })
    return []
  })
}

/** Faults of one instance, at their place in the manifest of the host. */
export function faultsAt({ loc }: Pick<HostItem, 'loc'>, faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, loc: [...loc, ...fault.loc] }))
}
