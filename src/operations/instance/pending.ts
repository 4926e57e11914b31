import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import {
  type ParameterContextRow,
  parameterContexts,
  type ServerStateRow,
  serverState,
} from '../../postgresql/sql/server.js'
import type { Configuration } from './configuration.js'
import { planReload, planRestart } from './server.js'

export interface PendingActions {
  readonly plan: Plan
  readonly restarted: boolean
  /** Something waits for a restart that was not agreed to. */
  readonly pendingRestart: boolean
}

/** Parameters that only a restart changes (pg_settings.context `postmaster`). Unknown ones belong to no loaded library. */
async function needingRestart(
  host: Host,
  instance: ObservedInstance,
  names: readonly string[],
): Promise<string[]> {
  if (names.length === 0) return []
  const session = await host.sessions.to(instance)
  const { text, values } = parameterContexts(names)
  const { rows } = await session.query<ParameterContextRow>(text, values)
  return rows.filter(({ context }) => context === 'postmaster').map(({ name }) => name)
}

async function waitsForRestart(host: Host, instance: ObservedInstance): Promise<boolean> {
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<ServerStateRow>(serverState().text)
  return rows[0]?.pending_restart === true
}

function announceRestart(host: Host, id: string, names: readonly string[]): void {
  // A moved port speaks for itself.
  const others = names.filter((name) => name !== 'port')
  if (others.length > 0)
    host.log.warning(`instance ${id} needs restart due to parameter changes: ${others.toSorted().join(', ')}`)
}

type Wanted = Pick<InstanceManifest, 'state' | 'restart_on_changes'>

/** Not asked when the instance is about to be restarted, or stopped, anyhow. */
async function mayRestart({ ask }: Host, { state, restart_on_changes }: Wanted): Promise<boolean> {
  if (state === 'restarted' || state === 'stopped') return state === 'restarted'
  return ask.confirm('PostgreSQL needs to be restarted; restart now?', restart_on_changes)
}

/**
 * What a running instance must do for its changed configuration to count: reload by itself, restart if that is agreed
 * to; `restart_on_changes` is the answer by default. Asks the server, changes nothing.
 */
export async function planPending(
  host: Host,
  instance: ObservedInstance,
  { changes }: Pick<Configuration, 'changes'>,
  desired: Wanted,
): Promise<PendingActions> {
  const names = Object.keys(changes)
  if (!instance.running) return { plan: new Plan(), restarted: false, pendingRestart: false }
  const restart = await needingRestart(host, instance, names)
  if (restart.length > 0) announceRestart(host, instance.id, restart)
  if (restart.length > 0 && (await mayRestart(host, desired)))
    return { plan: await planRestart(host, instance), restarted: true, pendingRestart: false }
  const pendingRestart = restart.length > 0 || (await waitsForRestart(host, instance))
  const reload = names.filter((name) => !restart.includes(name)).sort()
  if (names.length === 0) return { plan: new Plan(), restarted: false, pendingRestart }
  if (reload.length > 0)
    host.log.info(`instance ${instance.id} needs reload due to parameter changes: ${reload.join(', ')}`)
  // The server must read the file for pg_settings to tell what waits for a restart, too.
  return { plan: await planReload(host, instance), restarted: false, pendingRestart }
}
