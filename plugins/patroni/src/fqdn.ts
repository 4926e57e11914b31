import { hostname } from 'node:os'
import type { Effects } from '@pglift/sdk'

const PATIENCE_MS = 5000

/** Name of this host, with its domain when the resolver knows it. */
export async function fqdn({ processes }: Pick<Effects, 'processes'>): Promise<string> {
  const { stdout } = await processes
    .run(['hostname', '--fqdn'], { timeoutMs: PATIENCE_MS })
    .catch(() => ({ stdout: '' }))
  const name = stdout.trim()
  return name === '' ? hostname() : name
}
