import { operational, type PgliftError, usage } from '../../errors/kinds.js'
import type { HbaRecordForRole, HbaRecord as HbaRecordModel } from '../../models/hba.js'
import { type HbaRecord, hbaItems, hbaName } from '../../postgresql/hba/record.js'
import { renderHbaRecord } from '../../postgresql/hba/render.js'
import { compareVersions, type PostgresVersion } from '../../postgresql/versions.js'

type Declared = Pick<HbaRecordForRole, 'connection' | 'database' | 'method'>

/** Where a method can be used at all (PostgreSQL documentation, "Authentication Methods"). */
function methodFault({ type, method }: HbaRecord, version: PostgresVersion): string | undefined {
  if (method === 'peer' && type !== 'local') return 'it is for local connections only'
  if (method === 'cert' && type !== 'hostssl') return 'it is for hostssl connections only'
  if (method === 'gss' && type === 'local') return 'it is not for local connections'
  if (method === 'oauth' && compareVersions(version, '18') < 0)
    return `PostgreSQL ${version} does not have it`
  return undefined
}

/** A stopped server can't be asked, and would not start with a record that it refuses. */
export function requireUsable(record: HbaRecord, version: PostgresVersion): void {
  const fault = methodFault(record, version)
  if (fault === undefined) return
  throw operational('PGLIFT_HBA_RECORD', `invalid HBA record: method "${record.method}": ${fault}`)
}

function checked(record: HbaRecord): HbaRecord {
  renderHbaRecord(record)
  return record
}

function toRecord({ connection, database, method }: Declared, users: readonly string[]): HbaRecord {
  const databases = hbaItems(database, 'database')
  if (connection === null) return checked({ type: 'local', databases, users, method })
  const { type, address, netmask } = connection
  return checked({
    type,
    databases,
    users,
    address,
    ...(netmask === null ? {} : { netmask }),
    method,
  })
}

/** The record of pg_hba.conf that a role declares for itself. Fails when PostgreSQL would refuse it. */
export function roleRecord(role: string, declared: Declared): HbaRecord {
  return toRecord(declared, [hbaName(role, 'user')])
}

/** A record of pg_hba.conf that an instance declares. Fails when PostgreSQL would refuse it. */
export function instanceRecord({ user, ...declared }: HbaRecordModel): HbaRecord {
  return toRecord(declared, hbaItems(user, 'user'))
}

function optionOf({ code, message, param }: PgliftError): string | undefined {
  if (param !== undefined) return param
  const column =
    code === 'PGLIFT_HBA_NAME' ? /^invalid (database|user|address)/.exec(message)?.[1] : undefined
  if (column !== undefined) return column === 'address' ? '--connection-address' : `--${column}`
  return message.includes('method') ? '--method' : undefined
}

/**
 * The record that `pghba add` and `remove` name. A value that PostgreSQL would refuse is a usage error of its option;
 * `version`: also a method that this major doesn't have, which can't be added but may have to be removed.
 */
export function givenRecord({ user, ...declared }: HbaRecordModel, version?: PostgresVersion): HbaRecord {
  try {
    const record = toRecord(declared, hbaItems(user, 'user'))
    if (version !== undefined) requireUsable(record, version)
    return record
  } catch (error) {
    const refused = error as PgliftError
    const param = optionOf(refused)
    const details = { cause: error, ...(refused.hint === undefined ? {} : { hint: refused.hint }) }
    throw usage(refused.code, refused.message, param === undefined ? details : { ...details, param })
  }
}
