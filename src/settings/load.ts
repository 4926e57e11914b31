import { type AvailableVersion, availableVersions } from './available-versions.js'
import { commandFaults, existenceFaults, managerFaults, postgresqlFaults } from './checks.js'
import { type Document, isDocument, merge } from './layers.js'
import { findSettingsFile } from './lookup.js'
import { absolutePath, type Places } from './places.js'
import type { SettingsReader } from './reader.js'
import { invalidSettings } from './report.js'
import type { LoadedSettings, LoadRequest } from './request.js'
import { type Resolution, resolve } from './resolve.js'
import { siteSchema } from './schema/site.js'
import type { ComponentSection, ManagerKey } from './sections.js'
import { computedDefaults, givenSettings, withoutMissing } from './sources.js'
import { currentUser } from './system-user.js'
import type { SiteSettings, SystemUser } from './types.js'

/**
 * Settings of the site: the environment over the settings file over the defaults, checked and resolved.
 *
 * @throws ValidationError with all the faults; operational `PGLIFT_CONFIG_DIR` or `PGLIFT_SETTINGS_UNREADABLE`.
 */
export async function loadSettings(request: LoadRequest): Promise<LoadedSettings> {
  const { env, reader, sections } = request
  const user = request.user ?? (await currentUser(env, reader))
  const schema = siteSchema(sections)
  const file = request.defaultsOnly ? undefined : await findSettingsFile(env, user.home, reader)
  const { faults, ...given } = await givenSettings(request, schema, file)
  const layers = merge(await computedDefaults(request, user, given.values), given)
  const known = withoutMissing(layers.values, sections, faults)
  const run: Resolution = {
    places: placesOf(known, user),
    given: layers.origins,
    faults,
    origins: new Map(),
    mustExist: [],
  }
  const host = resolve(schema, known, [], run) as Document
  const settings = await withVersions(host, run, reader)
  const context = { env, user, reader }
  const providers = providersOf(sections)
  faults.push(
    ...postgresqlFaults(settings),
    ...managerFaults(settings, providers),
    ...(await commandFaults(settings, reader)),
    ...(await existenceFaults(run.mustExist, reader)),
  )
  for (const { key, check } of sections) {
    const sound = !faults.some(({ loc }) => loc[0] === key)
    if (check !== undefined && isDocument(settings[key]) && sound)
      faults.push(...(await check(settings, context)))
  }
  if (faults.length > 0) throw invalidSettings(faults, layers.origins)
  return { settings: freeze(settings), origins: run.origins, ...(file && { file: file.path }) }
}

function placesOf({ prefix, run_prefix }: Document, { home }: SystemUser): Places {
  // A prefix at fault is reported when it is resolved; any absolute path will do for the others meanwhile.
  const root = (value: unknown) => (typeof value === 'string' ? absolutePath(value, home) : undefined) ?? '/'
  return { home, prefix: root(prefix), runPrefix: root(run_prefix) }
}

async function withVersions(host: Document, run: Resolution, reader: SettingsReader): Promise<SiteSettings> {
  const postgresql = host.postgresql as Document
  const listed = postgresql.versions as readonly AvailableVersion[]
  const faulty = run.faults.some(({ loc }) => loc[1] === 'bindir' || loc[1] === 'versions')
  const found = await availableVersions(postgresql.bindir as string | null | undefined, listed, reader)
  if (!faulty) run.faults.push(...found.faults)
  for (const key of ['bindir', 'versions', 'default_version']) {
    const path = `postgresql.${key}`
    if (!run.given.has(path)) run.origins.set(path, { kind: 'computed' })
  }
  const { bindir, versions } = found
  const default_version = postgresql.default_version ?? versions.at(-1)?.version
  return {
    ...host,
    postgresql: { bindir, ...postgresql, versions, default_version },
  } as unknown as SiteSettings
}

function providersOf(sections: readonly ComponentSection[]): ReadonlyMap<ManagerKey, readonly string[]> {
  const pairs = sections.flatMap(({ key, provides = [] }) =>
    provides.map((manager) => [manager, key] as const),
  )
  return new Map(
    pairs.map(([manager]) => [manager, pairs.filter(([m]) => m === manager).map(([, key]) => key)]),
  )
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
