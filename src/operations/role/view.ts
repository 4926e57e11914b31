import type { HbaRecordForRole } from '../../models/hba.js'
import type { RoleView } from '../../models/results.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import type { ObservedRole } from './observed-role.js'

/** What `role get` and `role list` print; `validity` is the older name of `valid_until`. */
export interface ShownRole extends RoleView {
  readonly validity: string | null
}

type ShownRecord = Omit<HbaRecordForRole, 'state'>

function shownRecord({ type, databases, address, netmask, method }: HbaRecord): ShownRecord {
  const connection = type === 'local' ? null : { type, address: address ?? '', netmask: netmask ?? null }
  return { connection, database: databases.join(','), method }
}

/**
 * Records of pg_hba.conf that are for one role alone, by role as the file writes it. Those with options are left out: a
 * manifest could not declare them.
 */
export function roleRecords(text: string, file: string): Map<string, ShownRecord[]> {
  const found = new Map<string, ShownRecord[]>()
  for (const { record } of parseHba(text, file).lines) {
    const [user, ...others] = record?.users ?? []
    if (record === undefined || user === undefined || others.length > 0) continue
    if (Object.keys(record.options ?? {}).length > 0) continue
    found.set(user, [...(found.get(user) ?? []), shownRecord(record)])
  }
  return found
}

/** A role in the order in which its fields are printed. */
export function roleView(role: ObservedRole, records: readonly ShownRecord[]): ShownRole {
  return {
    name: role.name,
    has_password: role.has_password,
    inherit: role.inherit,
    login: role.login,
    superuser: role.superuser,
    createdb: role.createdb,
    createrole: role.createrole,
    replication: role.replication,
    connection_limit: role.connection_limit,
    valid_until: role.valid_until,
    validity: role.valid_until,
    memberships: role.memberships.map(({ role: name }) => ({ role: name })),
    hba_records: records,
  }
}
