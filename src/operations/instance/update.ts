import type { Operation } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import type { FileDiff } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { checkChanged } from './checks.js'
import { resolveConfiguration } from './configuration.js'
import { declaresObjects, planFollowersObjects, planObjects, planRoleRemovals } from './objects.js'
import { observeInstance } from './observe.js'
import { operateOn } from './operation.js'
import { planPromotion } from './promote.js'
import { reconfigure } from './reconfigure.js'
import { journaledManifest } from './sensitive-settings.js'
import { planRestart, planStart, planStop } from './server.js'
import { whileRunning } from './while-running.js'

export interface UpdateOptions {
  verb: string
  dryRun?: boolean
  diff?: boolean
  /** Ports that their present holders have left by the time this is done. */
  vacated?: readonly number[]
  /** Called while the instance runs, before its roles, databases and slots are changed. */
  onObjects?(running: ObservedInstance): Promise<void>
}

export interface Applied {
  readonly changed: boolean
  readonly pendingRestart: boolean
  readonly diffs: readonly FileDiff[]
}

function planChecksums(
  { bindir, datadir, running, dataChecksums }: ObservedInstance,
  desired: InstanceManifest,
): Plan {
  const plan = new Plan()
  const wanted = desired.data_checksums
  if (wanted === null || wanted === undefined || wanted === dataChecksums) return plan
  if (running)
    throw operational('PGLIFT_CHECKSUMS_RUNNING', 'cannot alter data_checksums on a running instance', {
      hint: 'stop the instance first: checksums are written into every page of the files',
    })
  const action = wanted ? 'enable' : 'disable'
  return plan.step(
    'postgresql.checksums',
    { bindir, datadir, action },
    { title: `${wanted ? 'enabling' : 'disabling'} data checksums` },
  )
}

/** Started, stopped or restarted, as desired; a stopped instance gets its objects before it stops, a started one after. */
async function settleState(
  host: Host,
  operation: Operation,
  before: ObservedInstance,
  desired: InstanceManifest,
  restarted: boolean,
  options: UpdateOptions,
): Promise<void> {
  const now = operation.dryRun ? before : ((await observeInstance(host.effects, before)) ?? before)
  if (desired.state === 'restarted' && !restarted) {
    host.log.info(`restarting instance ${now.id}`)
    await operation.apply(await planRestart(host, now))
  }
  if (desired.state === 'started') await operation.apply(await planStart(host, now, 'start'))
  await applyObjects(host, operation, before, desired, options)
  if (desired.state === 'stopped') await operation.apply(await planStop(host, now, 'stop'))
}

async function applyObjects(
  host: Host,
  operation: Operation,
  before: ObservedInstance,
  desired: InstanceManifest,
  options: UpdateOptions,
): Promise<void> {
  const now = operation.dryRun ? before : ((await observeInstance(host.effects, before)) ?? before)
  const isPromoted = desired.standby?.status === 'promoted' && now.standby !== null
  if (isPromoted)
    await whileRunning(host, operation, now, async (running) =>
      operation.apply(await planPromotion(host, running)),
    )
  if (!declaresObjects(desired)) return
  if (operation.dryRun && !now.running) {
    const what = 'its roles, databases and slots'
    return host.log.warning(`instance ${now.id} is not running: ${what} can't be compared`)
  }
  await whileRunning(host, operation, now, async (running) => {
    await options.onObjects?.(running)
    if (running.standby !== null && !isPromoted)
      return operation.apply(await planFollowersObjects(host, running, desired))
    await operation.apply(await planObjects(host, running, desired))
    await operation.apply(await planRoleRemovals(host, running, desired, operation.dryRun))
  })
}

/**
 * Brings an existing instance to what the manifest says: configuration (with reload, and restart when agreed to),
 * checksums, satellites, state, roles, databases and slots. Nothing to do: nothing is written, `changed` is false.
 */
export async function updateInstance(
  host: Host,
  observed: ObservedInstance,
  desired: InstanceManifest,
  options: UpdateOptions,
): Promise<Applied> {
  const configuration = await resolveConfiguration(host, {
    instance: observed,
    desired,
    observed,
    purpose: 'alter',
  })
  const { verb, dryRun = false, diff = false, vacated = [] } = options
  const moved = configuration.port !== observed.port
  const claim = {
    ports: moved ? [configuration.port] : [],
    claim: () => checkChanged(host, observed, desired, configuration, vacated),
  }
  return operateOn(
    host,
    observed,
    { verb, dryRun, diff, request: journaledManifest(desired), ...(moved ? claim : {}) },
    async (operation) => {
      if (!moved) await checkChanged(host, observed, desired, configuration, vacated)
      const { restarted, pendingRestart } = await reconfigure(host, operation, {
        instance: observed,
        desired,
        configuration,
        meanwhile: planChecksums(observed, desired),
      })
      await settleState(host, operation, observed, desired, restarted, options)
      const waits = pendingRestart && desired.state === 'started'
      return { changed: operation.performed > 0, pendingRestart: waits, diffs: operation.diffs }
    },
  )
}
