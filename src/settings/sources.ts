import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import { environmentSettings, settingVariables } from './environment.js'
import { type Document, isDocument, type Layer, layer, merge } from './layers.js'
import { findSettingsFile, type SettingsFile } from './lookup.js'
import { defaultPrefix, defaultRunPrefix } from './places.js'
import { invalidSettings } from './report.js'
import type { LoadRequest } from './request.js'
import { type ComponentSection, isKnownSection, missingComponent } from './sections.js'
import { plainTopLevelKeys } from './top-level-keys.js'
import type { SystemUser } from './types.js'

/** What the settings file and the environment say, the latter over the former, and the faults of reading them. */
export async function givenSettings(
  { env, defaultsOnly, ignored }: LoadRequest,
  schema: FieldSchema,
  file: SettingsFile | undefined,
): Promise<Layer & { faults: Fault[] }> {
  if (defaultsOnly) return { ...layer({}, { kind: 'default' }), faults: [] }
  const { faults, ...variables } = environmentSettings(env, schema, ignored)
  const document = file === undefined ? layer({}, { kind: 'file' }) : await fileSettings(file)
  return { ...merge(without(document, ignored), variables), faults: [...faults] }
}

function without({ values, origins }: Layer, ignored: ReadonlySet<string> = new Set()): Layer {
  return { values: Object.fromEntries(Object.entries(values).filter(([key]) => !ignored.has(key))), origins }
}

/**
 * Which of `keys` the settings file or the environment give a value that is not null. Nothing else is looked at; throws
 * when the file can't be read.
 */
export async function presentSections(
  { env, reader }: Pick<LoadRequest, 'env' | 'reader'>,
  home: string,
  keys: readonly string[],
): Promise<{ present: ReadonlySet<string>; file: string | undefined }> {
  const file = await findSettingsFile(env, home, reader)
  const present = new Set(file === undefined ? [] : await sectionsOfFile(file, keys))
  for (const { path, text } of settingVariables(env)) {
    const [key = ''] = path
    if (!keys.includes(key)) continue
    if (path.length === 1 && text === 'null') present.delete(key)
    else present.add(key)
  }
  return { present, file: file?.path }
}

async function sectionsOfFile(file: SettingsFile, keys: readonly string[]): Promise<Iterable<string>> {
  const plain = plainTopLevelKeys(file.text, keys)
  if (plain !== undefined) return plain
  const { values } = await fileSettings(file)
  return keys.filter((key) => (values[key] ?? null) !== null)
}

async function fileSettings({ path, text }: SettingsFile): Promise<Layer> {
  const origin = { kind: 'file', name: path } as const
  const { parseSettings } = await import('./yaml.js')
  const parsed = parseSettings(text)
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
  const ofSections = enabled.map(({ key, defaults }) => [
    key,
    defaults?.({ env, user, given: given[key] as Document }) ?? {},
  ])
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
