import { Plan } from '../../engine/plan.js'
import type { InstanceActionEvent, Purpose } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'

/** What a start for a purpose that ends again needs: no log collector, or its files would be littered. */
const TEMPORARY = ['logging_collector=off', 'log_destination=stderr']

export function startedEvent(
  host: Host,
  instance: ObservedInstance,
  purpose: Purpose,
  plan: Plan,
): InstanceActionEvent {
  return { instance, purpose, plan, confirm: (question, byDefault) => host.ask.confirm(question, byDefault) }
}

/** Steps that start PostgreSQL alone: by the component that manages it, else by the host. */
export async function planServerStart(
  host: Host,
  instance: ObservedInstance,
  purpose: Purpose,
): Promise<Plan> {
  const plan = new Plan()
  if ((await host.hooks.instanceStart.promise(startedEvent(host, instance, purpose, plan))) === true)
    return plan
  const { qualname, bindir, datadir, startLog: log } = instance
  const options = purpose === 'temporary' ? { options: TEMPORARY } : {}
  return plan.step(
    'postgresql.start',
    { qualname, bindir, datadir, log, ...options },
    { title: `starting PostgreSQL ${qualname}` },
  )
}

/** Steps that stop PostgreSQL alone. */
export async function planServerStop(
  host: Host,
  instance: ObservedInstance,
  purpose: Purpose,
  mode: 'fast' | 'immediate' = 'fast',
): Promise<Plan> {
  const plan = new Plan()
  if (
    (await host.hooks.instanceStop.promise({ ...startedEvent(host, instance, purpose, plan), mode })) === true
  )
    return plan
  const { qualname, bindir, datadir, startLog: log } = instance
  return plan.step(
    'postgresql.stop',
    { qualname, bindir, datadir, log, mode },
    { title: `stopping PostgreSQL ${qualname}` },
  )
}

/** PostgreSQL, then what runs beside it. */
export async function planStart(host: Host, instance: ObservedInstance, purpose: Purpose): Promise<Plan> {
  const plan = await planServerStart(host, instance, purpose)
  await host.hooks.instanceStarted.promise(startedEvent(host, instance, purpose, plan))
  return plan
}

/** PostgreSQL, then what runs beside it. */
export async function planStop(host: Host, instance: ObservedInstance, purpose: Purpose): Promise<Plan> {
  const plan = await planServerStop(host, instance, purpose)
  await host.hooks.instanceStopped.promise(startedEvent(host, instance, purpose, plan))
  return plan
}

/** Satellites stop first and start last, so that they never see PostgreSQL go. */
export async function planRestart(host: Host, instance: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  const action = startedEvent(host, instance, 'restart', plan)
  await host.hooks.instanceStopped.promise(action)
  if ((await host.hooks.instanceRestart.promise(action)) !== true) {
    const { qualname, bindir, datadir, startLog: log } = instance
    plan.step('postgresql.stop', { qualname, bindir, datadir, log, mode: 'fast' })
    plan.append(await silentStart(host, instance))
  }
  await host.hooks.instanceStarted.promise(action)
  return plan
}

async function silentStart(host: Host, instance: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  if ((await host.hooks.instanceStart.promise(startedEvent(host, instance, 'restart', plan))) === true)
    return plan
  const { qualname, bindir, datadir, startLog: log } = instance
  return plan.step('postgresql.start', { qualname, bindir, datadir, log })
}

/** Steps that make PostgreSQL read its configuration files again. */
export async function planReload(host: Host, instance: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  if ((await host.hooks.instanceReload.promise(startedEvent(host, instance, 'alter', plan))) === true)
    return plan
  const title = `reloading PostgreSQL configuration for ${instance.qualname}`
  return plan.step('postgresql.reload', { datadir: instance.datadir }, { title })
}

/** What a directly run instance is before anyone looked: for plans made before it exists. */
export function stoppedInstance(
  instance: Instance,
  port: number,
  socketDirectory: string | undefined,
): ObservedInstance {
  return {
    ...instance,
    port,
    socketDirectory,
    conf: {},
    pid: undefined,
    running: false,
    standby: null,
    systemIdentifier: undefined,
    dataChecksums: undefined,
  }
}
