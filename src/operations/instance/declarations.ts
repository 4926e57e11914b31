import { isDeepStrictEqual } from 'node:util'
import { operational, ValidationError } from '../../errors/kinds.js'
import { behaviour, type FieldSchema } from '../../models/field.js'
import { isMapping } from '../../models/mapping.js'
import type { Draft, Model } from '../../models/model.js'
import { prepare, propertySchema } from '../../models/prepare.js'
import { validate } from '../../models/validate.js'

interface Declared {
  /** Who wants it, in the order of the declarations. */
  readonly by: readonly string[]
  readonly draft: Draft
}

/** Roles, or databases, that the host and components declare; several may declare the same one. */
export class Declarations<T> {
  readonly #what: string
  readonly #model: Model<T>
  readonly #declared = new Map<string, Declared>()

  /** `what` names one in errors: `role`. */
  constructor(what: string, model: Model<T>) {
    this.#what = what
    this.#model = model
  }

  /** Adds a declaration to those of the same name. Fails, naming who, when they contradict each other. */
  add(component: string, declaration: { readonly name: string } & Draft): void {
    const draft = prepare(this.#model.schema, declaration) as Draft & { name: string }
    const before = this.#declared.get(draft.name)
    if (before === undefined) this.#declared.set(draft.name, { by: [component], draft })
    else this.#declared.set(draft.name, this.#together(before, component, draft))
  }

  #together({ by, draft: before }: Declared, component: string, draft: Draft): Declared {
    const merged = together(this.#model.schema, before, draft, [])
    if (!('contradiction' in merged))
      return { by: [...new Set([...by, component])], draft: merged.value as Draft }
    throw operational(
      'PGLIFT_COMPONENT_CONFLICT',
      `component '${component}' needs ${this.#what} '${draft.name}' with another '${merged.contradiction.join('.')}' than ${quoted(by)}`,
      { hint: 'remove the section of one of them from the site settings' },
    )
  }

  /** What was declared, with the defaults of manifests. Fails, naming who, for what no manifest could say. */
  async validated(): Promise<T[]> {
    const all = [...this.#declared.values()]
    return Promise.all(all.map(async ({ by, draft }) => this.#valid(by, draft)))
  }

  async #valid(by: readonly string[], draft: Draft): Promise<T> {
    try {
      return await validate(this.#model, draft, { operation: 'create' })
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      const faults = error.faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
      throw operational(
        'PGLIFT_COMPONENT_DECLARATION',
        `invalid ${this.#what} '${draft.name}', declared by ${quoted(by)}: ${faults}`,
        { cause: error },
      )
    }
  }
}

function quoted(components: readonly string[]): string {
  return components.map((name) => `'${name}'`).join(' and ')
}

type Path = readonly string[]
type Merged = { readonly value: unknown } | { readonly contradiction: Path }

/** Both values as one: objects by their keys, lists by what names their items; all else must be the same. */
function together(schema: FieldSchema, one: unknown, other: unknown, at: Path): Merged {
  if (isDeepStrictEqual(one, other)) return { value: one }
  if (Array.isArray(one) && Array.isArray(other)) return lists(schema, one, other, at)
  if (isMapping(one) && isMapping(other)) return mappings(schema, one, other, at)
  return { contradiction: at }
}

function mappings(schema: FieldSchema, one: Draft, other: Draft, at: Path): Merged {
  const merged: Record<string, unknown> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const both = Object.hasOwn(one, key)
      ? together(propertySchema(schema, key) ?? schema, one[key], value, [...at, key])
      : { value }
    if ('contradiction' in both) return both
    merged[key] = both.value
  }
  return { value: merged }
}

function lists(schema: FieldSchema, one: readonly unknown[], other: readonly unknown[], at: Path): Merged {
  const { items = {} } = schema
  const { key, shorthand = key } = behaviour(items)
  const merged = [...one]
  for (const item of other) {
    const index = merged.findIndex((known) => isSame(known, item, shorthand))
    if (index === -1) {
      merged.push(item)
      continue
    }
    const both = together(items, merged[index], item, at)
    if ('contradiction' in both) return both
    merged[index] = both.value
  }
  return { value: merged }
}

function isSame(one: unknown, other: unknown, key: string | undefined): boolean {
  if (key === undefined || !isMapping(one) || !isMapping(other)) return isDeepStrictEqual(one, other)
  return one[key] === other[key]
}
