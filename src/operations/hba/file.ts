import { isAbsolute, join } from 'node:path'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Path of the instance's pg_hba.conf: the parameter `hba_file`, else in the data directory. */
export function hbaPath({ conf, datadir }: Pick<ObservedInstance, 'conf' | 'datadir'>): string {
  const path = String(conf.hba_file ?? 'pg_hba.conf')
  if (path.startsWith('ConfigDir/')) return join(datadir, path.slice('ConfigDir/'.length))
  return isAbsolute(path) ? path : join(datadir, path)
}

/** Path and text of pg_hba.conf. Fails with `PGLIFT_FILE_MISSING`. */
export async function readHba(
  { effects }: Pick<Host, 'effects'>,
  instance: Pick<ObservedInstance, 'id' | 'conf' | 'datadir'>,
): Promise<{ path: string; text: string }> {
  const path = hbaPath(instance)
  const text = await effects.files.readText(path)
  if (text !== undefined) return { path, text }
  throw operational('PGLIFT_FILE_MISSING', `instance ${instance.id} has no HBA configuration: no ${path}`)
}
