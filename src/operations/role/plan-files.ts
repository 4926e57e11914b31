import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import type { HbaEdit } from '../../postgresql/hba/edit.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import { planHbaEdit, planUnseenHbaEdit } from '../hba/plan.js'
import { requireUsable, roleRecord } from '../hba/record.js'
import { type PassfileChange, passwordsOnPort } from '../passfile/edit.js'
import { passfilePort, planPassfile, readPassfile } from '../passfile/plan.js'

/** Roles of the site whose entry its settings ask for, whatever a manifest says. */
function keepsEntry({ settings }: Pick<Host, 'settings'>, role: string): boolean {
  const { surole, backuprole } = settings.postgresql
  return [surole, backuprole].some(({ name, pgpass }) => pgpass && name === role)
}

function passfileChange(
  host: Host,
  path: string,
  port: number,
  role: RoleManifest,
  known: string | undefined,
): PassfileChange[] {
  const { name, password } = role
  if (!role.pgpass && !keepsEntry(host, name))
    return known === undefined ? [] : [{ action: 'remove', role: name, port }]
  if (password !== null)
    return password.reveal() === known ? [] : [{ action: 'set', role: name, port, password }]
  const unknown = known === undefined || role.encrypted_password !== null
  if (role.pgpass && unknown)
    host.log.warning(`no password in clear was given for '${name}': its entry in ${path} is not set`)
  return []
}

/** Steps that bring the entries of the roles in the password file to what the manifests say. */
export async function planRolePassfile(
  host: Host,
  instance: ObservedInstance,
  roles: readonly RoleManifest[],
): Promise<Plan> {
  const file = roles.length === 0 ? undefined : await readPassfile(host)
  if (file === undefined) return new Plan()
  const port = passfilePort(instance)
  const known = passwordsOnPort(file.text, port)
  return planPassfile(
    host,
    roles.flatMap((role) => passfileChange(host, file.path, port, role, known.get(role.name))),
  )
}

/** A record of pg_hba.conf that is declared present or absent. */
export interface DeclaredHbaRecord {
  readonly state: 'present' | 'absent'
  readonly record: HbaRecord
}

/**
 * Steps that merge the HBA records of the roles, then `others`, into pg_hba.conf, in this order. `fresh`: the file isn't
 * there yet.
 */
export async function planRoleHba(
  host: Host,
  instance: ObservedInstance,
  roles: readonly RoleManifest[],
  { fresh = false, others = [] }: { fresh?: boolean; others?: readonly DeclaredHbaRecord[] } = {},
): Promise<Plan> {
  const own = roles.flatMap(({ name, hba_records }) =>
    hba_records.map((record) => ({ state: record.state, record: roleRecord(name, record) })),
  )
  const declared = [...own, ...others]
  const records = (wanted: 'present' | 'absent') =>
    declared.filter(({ state }) => state === wanted).map(({ record }) => record)
  for (const record of records('present')) requireUsable(record, instance.version)
  const edit: HbaEdit = { remove: records('absent'), ordered: records('present') }
  if (declared.length === 0 || (fresh && edit.ordered?.length === 0)) return new Plan()
  const title = 'HBA configuration updated'
  return fresh ? planUnseenHbaEdit(instance, edit, title) : planHbaEdit(host, instance, edit, title)
}
