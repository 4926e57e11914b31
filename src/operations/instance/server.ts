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

/** Open to all: who may connect is for pg_hba.conf and `unix_socket_permissions` to say. */
export const SOCKET_DIRECTORY_MODE = 0o755

/** Directories of runtime files go with a reboot. */
export function planSocketDirectory({ socketDirectory }: ObservedInstance): Plan {
  const plan = new Plan()
  return socketDirectory?.startsWith('/') ? plan.directory(socketDirectory, SOCKET_DIRECTORY_MODE) : plan
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
  return plan
    .append(planSocketDirectory(instance))
    .step(
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
  if ((await host.hooks.instanceRestart.promise(action)) !== true)
    plan.append(await planServerRestart(host, instance))
  await host.hooks.instanceStarted.promise(action)
  return plan
}

/** Without messages of their own: the restart was announced. */
async function planServerRestart(host: Host, instance: ObservedInstance): Promise<Plan> {
  const { qualname, bindir, datadir, startLog: log } = instance
  const stop = new Plan()
  const start = new Plan()
  const event = startedEvent(host, instance, 'restart', stop)
  const stopTaken = (await host.hooks.instanceStop.promise({ ...event, mode: 'fast' })) === true
  const startTaken = (await host.hooks.instanceStart.promise({ ...event, plan: start })) === true
  if (!stopTaken && !startTaken)
    return planSocketDirectory(instance).step('postgresql.restart', { qualname, bindir, datadir, log })
  if (!stopTaken) stop.step('postgresql.stop', { qualname, bindir, datadir, log, mode: 'fast' })
  if (!startTaken) start.step('postgresql.start', { qualname, bindir, datadir, log })
  return stop.append(start)
}

/**
 * A step before a change of the configuration: when all is undone, the server is what it was with the former files,
 * even if it did not start with the new ones. None for a stopped server, nor for one that a component runs.
 */
export async function planKeepRunning(host: Host, instance: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  if (!instance.running) return plan
  const event = startedEvent(host, instance, 'restart', new Plan())
  if ((await host.hooks.instanceStart.promise(event)) === true) return plan
  const { qualname, bindir, datadir, startLog: log } = instance
  return plan.step('postgresql.keep-running', { qualname, bindir, datadir, log })
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
    configuredPort: port,
    socketDirectory,
    conf: {},
    pid: undefined,
    running: false,
    standby: null,
    systemIdentifier: undefined,
    dataChecksums: undefined,
  }
}
