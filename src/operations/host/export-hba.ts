import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'
import { readHba } from '../hba/file.js'

function exported({ type, databases, users, address, netmask, method }: HbaRecord): Record<string, unknown> {
  const connection = { type, address, ...(netmask === undefined ? {} : { netmask }) }
  return {
    ...(type === 'local' ? {} : { connection }),
    database: databases.join(','),
    user: users.join(','),
    method,
  }
}

/**
 * All records of pg_hba.conf in their order, which a manifest keeps. Those with options can't be declared, nor can included
 * files: a warning tells of them.
 */
export async function exportedHba(
  host: Host,
  instance: ObservedInstance,
): Promise<Record<string, unknown>[]> {
  const { path, text } = await readHba(host, instance)
  return parseHba(text, path).lines.flatMap(({ number, record, include }) => {
    if (include !== undefined)
      host.log.warning(`${path}, line ${number}: an included file is not part of the manifest`)
    if (record === undefined) return []
    if (Object.keys(record.options ?? {}).length === 0) return [exported(record)]
    host.log.warning(`${path}, line ${number}: a record with options is not part of the manifest`)
    return []
  })
}
