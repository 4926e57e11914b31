import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import {
  pauseWalReplay,
  type RecoveryStateRow,
  recoveryState,
  resumeWalReplay,
} from '../../postgresql/sql/replication.js'
import { operateOn } from '../instance/operation.js'
import { requireAllowed } from '../instance/require-allowed.js'
import type { RunOptions } from '../instance/start.js'
import { sqlTask, toStep } from '../steps/sql.js'

const ACTIONS = {
  pause: { title: 'pausing WAL replay', wanted: true, statement: pauseWalReplay, back: resumeWalReplay },
  resume: { title: 'resuming WAL replay', wanted: false, statement: resumeWalReplay, back: pauseWalReplay },
} as const

async function isPaused(host: Host, instance: ObservedInstance): Promise<boolean> {
  const session = await host.sessions.to(instance)
  const { text } = recoveryState(instance.version)
  const { rows } = await session.query<RecoveryStateRow>(text)
  return rows[0]?.replay_pause_state !== 'not paused'
}

function requireRunningStandby({ id, standby, running }: ObservedInstance): void {
  if (standby === null) throw operational('PGLIFT_NOT_STANDBY', `${id} is not a standby`)
  if (running) return
  throw operational('PGLIFT_NOT_RUNNING', `instance ${id} is not running`, {
    hint: `start it with 'pglift instance start ${id}'`,
  })
}

/** Pauses or resumes the replay of WAL on a standby; one that does so already is left alone, with a warning. */
export async function changeWalReplay(
  host: Host,
  instance: ObservedInstance,
  action: keyof typeof ACTIONS,
  { dryRun = false }: RunOptions = {},
): Promise<void> {
  await requireAllowed(host, instance, `${action}-replay`)
  requireRunningStandby(instance)
  const { title, wanted, statement, back } = ACTIONS[action]
  const verb = `wal ${action}-replay`
  await operateOn(host, instance, { verb, dryRun }, async (operation) => {
    if ((await isPaused(host, instance)) === wanted)
      return host.log.warning(`WAL replay of ${instance.id} is already ${action}d`)
    const tasks = [sqlTask(title, [statement()])]
    const plan = new Plan().step('sql.execute', {
      instance: reachable(instance),
      dbname: 'postgres',
      tasks,
      undo: [toStep(back())],
    })
    await operation.apply(plan)
  })
}
