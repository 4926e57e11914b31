import { hostname } from 'node:os'
import type { Effects } from '@pglift/sdk'
import type { PatroniField } from './model.js'

const PATIENCE_MS = 5000

/**
 * Name of this host, with its domain when the resolver knows it: that one may take seconds, and is asked only when the
 * field leaves a name to it.
 */
export async function fqdn(
  { processes }: Pick<Effects, 'processes'>,
  { node, restapi, postgresql }: PatroniField,
): Promise<string> {
  if (node && restapi?.connect_address && postgresql?.connect_host) return hostname()
  const { stdout } = await processes
    .run(['hostname', '--fqdn'], { timeoutMs: PATIENCE_MS })
    .catch(() => ({ stdout: '' }))
  const name = stdout.trim()
  return name === '' ? hostname() : name
}
