import { type PgliftError, usage } from '../../errors/kinds.js'
import type { HbaRecordForRole, HbaRecord as HbaRecordModel } from '../../models/hba.js'
import { type HbaRecord, hbaItems, hbaName } from '../../postgresql/hba/record.js'
import { renderHbaRecord } from '../../postgresql/hba/render.js'

type Declared = Pick<HbaRecordForRole, 'connection' | 'database' | 'method'>

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

function optionOf({ code, message, param }: PgliftError): string | undefined {
  if (param !== undefined) return param
  const column =
    code === 'PGLIFT_HBA_NAME' ? /^invalid (database|user|address)/.exec(message)?.[1] : undefined
  if (column !== undefined) return column === 'address' ? '--connection-address' : `--${column}`
  return message.includes('method') ? '--method' : undefined
}

/** The record that `pghba add` and `remove` name. A value that PostgreSQL would refuse is a usage error of its option. */
export function givenRecord({ user, ...declared }: HbaRecordModel): HbaRecord {
  try {
    return toRecord(declared, hbaItems(user, 'user'))
  } catch (error) {
    const refused = error as PgliftError
    const param = optionOf(refused)
    const details = { cause: error, ...(refused.hint === undefined ? {} : { hint: refused.hint }) }
    throw usage(refused.code, refused.message, param === undefined ? details : { ...details, param })
  }
}
