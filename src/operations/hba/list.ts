import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import { readHba } from './file.js'
import { SECRET_OPTIONS } from './secrets.js'

/** One record of pg_hba.conf, its columns in the notation of the file. */
export interface HbaListItem {
  /** Line of the file, from 1. */
  readonly line: number
  readonly type: string
  readonly database: string
  readonly user: string
  readonly address: string | null
  readonly netmask: string | null
  readonly method: string
  /** Passwords in it are `***`. */
  readonly options: Readonly<Record<string, string>>
}

function shownOptions(options: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries(options)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, SECRET_OPTIONS.has(name.toLowerCase()) ? '***' : value]),
  )
}

/** The records of pg_hba.conf in the order in which PostgreSQL tries them; included files are not followed. */
export async function listHbaRecords(host: Host, instance: ObservedInstance): Promise<HbaListItem[]> {
  const { path, text } = await readHba(host, instance)
  return parseHba(text, path).lines.flatMap(({ number, record }) => {
    if (record === undefined) return []
    const { type, databases, users, address = null, netmask = null, method, options } = record
    const [database, user] = [databases.join(','), users.join(',')]
    return [{ line: number, type, database, user, address, netmask, method, options: shownOptions(options) }]
  })
}
