import { setTimeout as pause } from 'node:timers/promises'
import type { Host, ObservedInstance } from '@pglift/sdk'
import { requireCluster } from '../rest/cluster.js'
import { requireMember } from './member.js'
import { requestChange } from './request.js'

const PATIENCE_MS = 30_000

/** Whether a cluster is paused by now, and whether that is new. */
export interface PauseSet {
  readonly cluster: string
  readonly is_paused: boolean
  readonly changed: boolean
}

/** Stops Patroni from changing anything by itself, or lets it go on. */
export async function setPause(
  host: Host,
  instance: ObservedInstance,
  { paused, dryRun }: { paused: boolean; dryRun: boolean },
): Promise<PauseSet> {
  const context = await requireMember(host, instance)
  const { session, member } = context
  const { scope } = member.config
  const cluster = await requireCluster(session, member, instance.id)
  if (cluster.paused === paused) {
    host.log.warning(`cluster '${scope}' is ${paused ? 'paused already' : 'not paused'}`)
    return { cluster: scope, is_paused: paused, changed: false }
  }
  host.log.info(`${paused ? 'pausing' : 'resuming'} cluster '${scope}'`)
  if (dryRun) return { cluster: scope, is_paused: !paused, changed: false }
  await requestChange(host, context, instance, paused ? 'pause' : 'resume', {
    method: 'PATCH',
    path: '/config',
    body: { pause: paused ? true : null },
  })
  const set = { cluster: scope, is_paused: paused, changed: true }
  const deadline = Date.now() + PATIENCE_MS
  while ((await requireCluster(session, member, instance.id)).paused !== paused) {
    if (Date.now() > deadline) {
      host.log.warning(
        `Patroni of ${instance.id} has not noticed yet: 'pglift patroni members' tells when it has`,
      )
      return set
    }
    await pause(100, undefined, { signal: host.signal })
  }
  return set
}
