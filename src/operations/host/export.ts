import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { observeContent } from '../database/content.js'
import { databaseView } from '../database/get.js'
import { observeDatabases } from '../database/observe.js'
import { componentFields, describedByComponents } from '../instance/component-fields.js'
import { getInstance } from '../instance/get.js'
import { observeSlots } from '../instance/slots.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { passwordsOnPort } from '../passfile/edit.js'
import { passfilePort, readPassfile } from '../passfile/plan.js'
import { initialSuperuser, observeRoles } from '../role/observe.js'
import type { ObservedRole } from '../role/observed-role.js'
import { exportedHba } from './export-hba.js'
import { exportedSettings } from './export-settings.js'
import { quietly } from './quiet.js'

type Fields = Record<string, unknown>

/** Leaves out what says the same as leaving it out. */
function terse(fields: Fields, defaults: Readonly<Fields> = {}): Fields {
  const isDefault = ([name, value]: [string, unknown]) =>
    value === null ||
    value === undefined ||
    (typeof value === 'object' && Object.keys(value).length === 0) ||
    (Object.hasOwn(defaults, name) && defaults[name] === value)
  return Object.fromEntries(Object.entries(fields).filter((entry) => !isDefault(entry)))
}

const ROLE_DEFAULTS = {
  inherit: true,
  login: false,
  superuser: false,
  createdb: false,
  createrole: false,
  replication: false,
  has_password: false,
  pgpass: false,
}

function exportedRole({ verifier: _, memberships, ...role }: ObservedRole, pgpass: boolean): Fields {
  return terse({ ...role, memberships: memberships.map((each) => each.role), pgpass }, ROLE_DEFAULTS)
}

/** The superuser as initdb makes it needs no mention. */
function isInitial(role: ObservedRole): boolean {
  const { verifier: _, has_password: __, ...attributes } = role
  const { verifier: ___, has_password: ____, ...initial } = initialSuperuser(role.name)
  return JSON.stringify(terse(attributes)) === JSON.stringify(terse(initial))
}

const sameKeys = (one: Fields, other: Fields): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())

async function exportedRoles(host: Host, running: ObservedInstance): Promise<Fields[]> {
  const { name: surole } = host.settings.postgresql.surole
  const file = await readPassfile(host)
  const entries = passwordsOnPort(file?.text ?? '', passfilePort(running))
  const roles = [...(await observeRoles(host, running)).values()]
  return roles
    .filter((role) => role.name !== surole || !isInitial(role))
    .map((role) => exportedRole(role, file !== undefined && entries.has(role.name) && role.name !== surole))
}

/** What a database has that every new one has, too. */
function exportedDatabase(
  view: ReturnType<typeof databaseView>,
  { surole, locale }: { surole: string; locale: string | null },
): Fields {
  const schemas = view.schemas.filter(
    ({ name, owner }) => name !== 'public' || !['pg_database_owner', surole].includes(owner),
  )
  return terse({ ...view, schemas } as Fields, { tablespace: 'pg_default', locale })
}

const INITIAL: ReadonlySet<string> = new Set(['postgres', 'template1'])

async function exportedDatabases(host: Host, running: ObservedInstance): Promise<Fields[]> {
  const { name: surole } = host.settings.postgresql.surole
  const states = await observeDatabases(host, running)
  const locale = states.get('template1')?.locale ?? null
  const found: Fields[] = []
  for (const state of states.values()) {
    if (!state.allows_connections) {
      host.log.warning(`database '${state.name}' of ${running.id} takes no connections: it is left out`)
      continue
    }
    const content = await observeContent(await host.sessions.to(running, state.name))
    const database = exportedDatabase(databaseView(state, content), { surole, locale })
    const untouched = { name: state.name, owner: surole }
    if (!INITIAL.has(state.name) || !sameKeys(database, untouched)) found.push(database)
  }
  return found
}

/** A standby's roles, databases and slots are its primary's, or its own business. */
async function exportedObjects(host: Host, running: ObservedInstance): Promise<Fields> {
  if (running.standby !== null) return {}
  const { managed } = await describedByComponents(host, running)
  return {
    roles: await exportedRoles(host, running),
    databases: await exportedDatabases(host, running),
    ...(managed.has('replication') ? {} : { replication_slots: [...(await observeSlots(host, running))] }),
  }
}

function exportedStandby(standby: { primary_conninfo: string; slot: string | null } | null): Fields | null {
  if (standby === null) return null
  return terse({ primary_conninfo: standby.primary_conninfo, slot: standby.slot })
}

/** The manifest of one instance: applying it changes nothing. Without passwords. A stopped instance is started for it. */
export async function exportInstance(host: Host, instance: ObservedInstance): Promise<Fields> {
  const fields = await componentFields(host, instance)
  return readingWhileRunning(host, instance, 'export', async (running) => {
    const view = await getInstance(quietly(host), running)
    return terse({
      name: instance.name,
      version: instance.version,
      port: instance.configuredPort,
      state: instance.running ? 'started' : 'stopped',
      settings: await exportedSettings(host, instance, fields),
      data_checksums: view.data_checksums,
      locale: view.locale,
      encoding: view.encoding,
      standby: exportedStandby(view.standby),
      ...(await exportedObjects(host, running)),
      hba_records: await exportedHba(host, instance),
      ...terse(fields),
    })
  })
}

/** The roles that have a password which the manifest does not hold. */
export function rolesWithPasswords(manifest: Fields): string[] {
  const roles = (manifest.roles ?? []) as { name: string; has_password?: boolean }[]
  return roles.filter(({ has_password }) => has_password === true).map(({ name }) => name)
}
