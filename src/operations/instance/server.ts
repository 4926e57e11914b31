import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { InstanceActionEvent, Purpose } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { Service } from '../../host/service.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { postgresArgv } from '../../postgresql/argv/postgres.js'
import { requireWhole } from './require-whole.js'

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

/** What steps that run PostgreSQL directly have to know of it. */
function serverOf({ qualname, bindir, datadir, startLog: log }: Instance) {
  return { qualname, bindir, datadir, log }
}

/** PostgreSQL as a service manager sees it. */
export function serverService({ qualname, bindir, datadir, startLog: log }: Instance): Service {
  return {
    name: 'postgresql',
    instance: qualname,
    title: `PostgreSQL ${qualname}`,
    argv: postgresArgv(bindir, datadir),
    pidFile: join(datadir, 'postmaster.pid'),
    log,
    logFiles: join(datadir, 'current_logfiles'),
  }
}

/** Purposes that leave an instance which is to run from now on, after a reboot too. */
const LASTING: ReadonlySet<Purpose> = new Set(['create', 'upgrade'])

/** Whether the service manager starts it; a server that runs without it is not started again. */
async function startedByManager(
  { services }: Host,
  instance: ObservedInstance,
  purpose: Purpose,
  plan: Plan,
): Promise<boolean> {
  const service = serverService(instance)
  if (LASTING.has(purpose)) await services.enable(plan, service)
  if (purpose === 'temporary' || instance.running) return false
  return services.managed(plan, service, 'start', `starting ${service.title}`)
}

/** Steps that start PostgreSQL alone: by the component that manages it, by the service manager, else by the host. */
export async function planServerStart(
  host: Host,
  instance: ObservedInstance,
  purpose: Purpose,
): Promise<Plan> {
  requireWhole(instance)
  const plan = new Plan()
  if ((await host.hooks.instanceStart.promise(startedEvent(host, instance, purpose, plan))) === true)
    return plan
  plan.append(planSocketDirectory(instance))
  if (await startedByManager(host, instance, purpose, plan)) return plan
  const options = purpose === 'temporary' ? { options: TEMPORARY } : {}
  return plan.step(
    'postgresql.start',
    { ...serverOf(instance), ...options },
    { title: `starting PostgreSQL ${instance.qualname}` },
  )
}

/** Steps that stop PostgreSQL alone; one that is to be dropped at once if need be. */
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
  const service = serverService(instance)
  const title = `stopping ${service.title}`
  if (purpose !== 'temporary') await host.services.managed(plan, service, 'stop', title)
  // What was started without the service manager, it does not stop.
  const insist = purpose === 'drop' ? ({ insist: true } as const) : {}
  plan.step('postgresql.stop', { ...serverOf(instance), mode, ...insist }, { title })
  if (purpose === 'drop') await host.services.disable(plan, service)
  return plan
}

/** Steps for PostgreSQL, and for what runs beside it, which come after them. */
export interface StartPlans {
  readonly server: Plan
  readonly satellites: Plan
}

export async function startPlans(
  host: Host,
  instance: ObservedInstance,
  purpose: Purpose,
): Promise<StartPlans> {
  const server = await planServerStart(host, instance, purpose)
  const satellites = new Plan()
  await host.hooks.instanceStarted.promise(startedEvent(host, instance, purpose, satellites))
  return { server, satellites }
}

/** PostgreSQL, then what runs beside it. */
export async function planStart(host: Host, instance: ObservedInstance, purpose: Purpose): Promise<Plan> {
  const { server, satellites } = await startPlans(host, instance, purpose)
  return server.append(satellites)
}

/** PostgreSQL, then what runs beside it. */
export async function planStop(host: Host, instance: ObservedInstance, purpose: Purpose): Promise<Plan> {
  const plan = await planServerStop(host, instance, purpose)
  await host.hooks.instanceStopped.promise(startedEvent(host, instance, purpose, plan))
  return plan
}

/** Satellites stop first and start last, so that they never see PostgreSQL go. `alone`: nothing else is changed. */
export async function restartPlans(
  host: Host,
  instance: ObservedInstance,
  options: { alone?: true } = {},
): Promise<StartPlans> {
  requireWhole(instance)
  const server = new Plan()
  const action = startedEvent(host, instance, 'restart', server)
  await host.hooks.instanceStopped.promise(action)
  if ((await host.hooks.instanceRestart.promise(action)) !== true)
    server.append(await planServerRestart(host, instance, options))
  const satellites = new Plan()
  await host.hooks.instanceStarted.promise({ ...action, plan: satellites })
  return { server, satellites }
}

export async function planRestart(host: Host, instance: ObservedInstance): Promise<Plan> {
  const { server, satellites } = await restartPlans(host, instance)
  return server.append(satellites)
}

/** Without messages of its own: the restart was announced. */
async function planServerRestart(
  host: Host,
  instance: ObservedInstance,
  options: { alone?: true },
): Promise<Plan> {
  const service = serverService(instance)
  const stop = new Plan()
  const start = planSocketDirectory(instance)
  const event = startedEvent(host, instance, 'restart', stop)
  const stopTaken =
    (await host.hooks.instanceStop.promise({ ...event, mode: 'fast' })) === true ||
    (await host.services.managed(stop, service, 'stop'))
  const startTaken =
    (await host.hooks.instanceStart.promise({ ...event, plan: start })) === true ||
    (await host.services.managed(start, service, 'start'))
  if (!stopTaken && !startTaken)
    return start.step('postgresql.restart', { ...serverOf(instance), ...options })
  stop.step('postgresql.stop', { ...serverOf(instance), mode: 'fast' })
  if (!startTaken) start.step('postgresql.start', serverOf(instance))
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
  if (await host.services.managed(plan, serverService(instance), 'keep-running')) return plan
  return plan.step('postgresql.keep-running', serverOf(instance))
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
    halfRewound: false,
  }
}
