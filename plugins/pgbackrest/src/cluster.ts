import { join } from 'node:path'
import type { Effects } from '@pglift/sdk'

/** Whether pgBackRest takes the directory for a cluster, or for one that it has begun to restore. */
export async function isCluster({ files }: Pick<Effects, 'files'>, datadir: string): Promise<boolean> {
  const marks = ['PG_VERSION', 'backup.manifest'].map((name) => files.status(join(datadir, name)))
  return (await Promise.all(marks)).some((status) => status !== undefined)
}
