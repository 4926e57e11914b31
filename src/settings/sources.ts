import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { environmentSettings } from './environment.js'
import { type Document, isDocument, type Layer, layer, merge } from './layers.js'
import type { SettingsFile } from './lookup.js'
import { defaultPrefix, defaultRunPrefix } from './places.js'
import { invalidSettings } from './report.js'
import type { LoadRequest } from './request.js'
import { type ComponentSection, isKnownSection, missingComponent } from './sections.js'
import type { SystemUser } from './types.js'

/** What the settings file and the environment say, the latter over the former, and the faults of reading them. */
export async function givenSettings(
  { env, defaultsOnly }: LoadRequest,
  schema: FieldSchema,
  file: SettingsFile | undefined,
): Promise<Layer & { faults: Fault[] }> {
  if (defaultsOnly) return { ...layer({}, { kind: 'default' }), faults: [] }
  const { faults, ...variables } = environmentSettings(env, schema)
  const document = file === undefined ? layer({}, { kind: 'file' }) : await fileSettings(file)
  return { ...merge(document, variables), faults: [...faults] }
}

async function fileSettings({ path, text }: SettingsFile): Promise<Layer> {
  const { parseSettings } = await import('./yaml.js')
  const parsed = parseSettings(text)
  const origin = { kind: 'file', name: path } as const
  if ('faults' in parsed) throw invalidSettings(parsed.faults.map((fault) => ({ ...fault, loc: [path] })))
  return layer(parsed.values, origin)
}

/** Defaults that depend on the system, the user, or on which sections are there. */
export async function computedDefaults(
  { env, reader, sections }: LoadRequest,
  user: SystemUser,
  given: Document,
): Promise<Layer> {
  const enabled = sections.filter(({ key }) => isDocument(given[key]))
  const managers = enabled.flatMap(({ key, provides = [] }) => provides.map((manager) => [manager, key]))
  const ofSections = enabled.map(({ key, defaults }) => [key, defaults?.({ env, user }) ?? {}])
  const values = {
    prefix: defaultPrefix(env, user),
    run_prefix: await defaultRunPrefix(env, user, reader),
    sysuser: [user.name, user.group],
    ...Object.fromEntries([...managers, ...ofSections]),
  }
  return layer(values, { kind: 'computed' })
}

/** The settings without the sections that no installed component reads; those that are set add a fault. */
export function withoutMissing(
  values: Document,
  sections: readonly ComponentSection[],
  faults: Fault[],
): Document {
  const installed = new Set(sections.map(({ key }) => key))
  const kept = Object.entries(values).filter(([key, value]) => {
    if (installed.has(key) || !isKnownSection(key)) return true
    const fault = missingComponent(key, value)
    if (fault !== undefined) faults.push(fault)
    return false
  })
  return Object.fromEntries(kept)
}
