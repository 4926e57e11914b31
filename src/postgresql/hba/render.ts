import { operational } from '../../errors/kinds.js'
import { checkAddress } from './address.js'
import { HBA_METHODS, HBA_TYPES, type HbaRecord, hbaItem } from './record.js'
import { renderToken, singleToken } from './tokens.js'

/** Widths of the columns, the blank after each counted: those of initdb's file. */
const WIDTH = { type: 8, database: 16, user: 16, address: 16, netmask: 16, noNetmask: 8 } as const

/**
 * One line of pg_hba.conf, without newline, in aligned columns; a value that is too wide for its column is followed by one
 * blank. Throws `PGLIFT_HBA_RECORD`, `PGLIFT_HBA_ADDRESS` or `PGLIFT_HBA_NAME` for a record that PostgreSQL would refuse.
 */
export function renderHbaRecord(record: HbaRecord): string {
  const { type, databases, users, method, options = {} } = record
  if (!HBA_TYPES.includes(type)) throw invalid(`unknown connection type ${JSON.stringify(type)}`)
  if (!HBA_METHODS.includes(method)) throw invalid(`unknown authentication method ${JSON.stringify(method)}`)
  if (databases.length === 0 || users.length === 0) throw invalid('it needs a database and a user')
  const columns = [
    column(type, WIDTH.type),
    column(databases.map((item) => hbaItem(item, 'database')).join(','), WIDTH.database),
    column(users.map((item) => hbaItem(item, 'user')).join(','), WIDTH.user),
    renderAddress(record),
    [method, ...Object.entries(options).map(renderOption)].join(' '),
  ]
  return columns.join('')
}

function renderAddress({ type, address, netmask }: HbaRecord): string {
  if (type === 'local') {
    if (address !== undefined || netmask !== undefined) throw invalid('a local connection has no address')
    return ' '.repeat(WIDTH.address + WIDTH.noNetmask)
  }
  if (address === undefined) throw invalid(`a ${type} connection needs an address`)
  const item = hbaItem(address, 'address')
  checkAddress(singleToken(item)?.text ?? address, netmask)
  return (
    column(item, WIDTH.address) +
    (netmask === undefined ? ' '.repeat(WIDTH.noNetmask) : column(netmask, WIDTH.netmask))
  )
}

function renderOption([name, value]: [string, string]): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw invalid(`unknown option ${JSON.stringify(name)}`)
  if (/[\n\0]/.test(value) || !value.isWellFormed()) {
    throw invalid(`option ${name} contains a newline, a NUL or broken Unicode`)
  }
  return value === '' ? `${name}=` : `${name}=${renderToken({ text: value, quoted: true }, false)}`
}

function column(text: string, width: number): string {
  return `${text.padEnd(width - 1)} `
}

function invalid(reason: string): Error {
  return operational('PGLIFT_HBA_RECORD', `invalid HBA record: ${reason}`, {
    hint: 'See the chapter on pg_hba.conf of the PostgreSQL manual for what a record may hold.',
  })
}
