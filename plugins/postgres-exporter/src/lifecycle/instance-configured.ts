import {
  type InstanceConfigureEvent,
  type ObservedInstance,
  operations,
  reachable,
  roleSql,
} from '@pglift/sdk'
import type { Exporter } from '../exporter.js'
import { readExporter } from '../exporter.js'
import { wantedExporter } from '../instance-exporter.js'
import type { Memory } from '../memory.js'
import { type ExporterField, fieldOf } from '../model.js'
import { planFile, planKeepRunning, planRemoval, planTarget } from '../plan.js'
import { serviceOf } from '../service.js'
import { type Session, titleOf } from '../session.js'
import type { EnsureRole } from '../steps/role.js'

type Event = InstanceConfigureEvent

interface Change {
  readonly field: ExporterField
  /** Undefined: the instance had no exporter. */
  readonly present: Exporter | undefined
  readonly wanted: Exporter
  /** The instance as it is by now, which may have been restarted meanwhile; undefined: it is just being made. */
  readonly now: ObservedInstance | undefined
}

/** What files are there by now decides: a plan before this one may have restarted the server. */
async function instanceNow({ effects }: Session, event: Event): Promise<ObservedInstance | undefined> {
  if (event.purpose === 'create' || event.purpose === 'upgrade') return undefined
  return (await operations()).observeInstance(effects, event.instance)
}

async function roleArgs(
  { section }: Session,
  event: Event,
  { field, present, wanted, now }: Change,
): Promise<EnsureRole> {
  const { instance, port, conf } = event
  const [{ passwordStorage }, { firstSocketDirectory }] = await Promise.all([roleSql(), operations()])
  return {
    // Where the server listens now: with a restart still to come, not where its configuration says.
    instance: reachable(
      now?.running === true ? now : { ...instance, port, socketDirectory: firstSocketDirectory(conf) },
    ),
    role: section.role,
    password: field.password,
    isNew: present === undefined,
    storage: passwordStorage({ conf, version: instance.version }),
    conf: wanted.path,
  }
}

/** A stopped server is started for it, unless it is about to be started anyway. */
async function planRole(session: Session, memory: Memory, event: Event, change: Change): Promise<void> {
  const { instance, desired, plan } = event
  const { field, present, now } = change
  const isStandby = (now === undefined ? desired.standby : now.standby) !== null
  const isRestored = now === undefined && memory.restored.has(instance.qualname)
  const isWanted = now === undefined ? isRestored : present === undefined || field.password !== null
  if (isStandby || !isWanted) return
  const args = await roleArgs(session, event, change)
  if (now === undefined || now.running) {
    plan.step('postgres-exporter.role', args)
  } else if (desired.state === 'stopped') {
    const { qualname, bindir, datadir, startLog: log } = instance
    const options = ['logging_collector=off', 'log_destination=stderr']
    const server = { qualname, bindir, datadir, log }
    plan.step('postgresql.start', { ...server, options }, { title: `starting PostgreSQL ${qualname}` })
    plan.step('postgres-exporter.role', args)
    plan.step('postgresql.stop', { ...server, mode: 'fast' }, { title: `stopping PostgreSQL ${qualname}` })
  } else memory.pendingRoles.set(instance.qualname, args)
}

function titleFor({ purpose }: Event, { present, wanted }: Change): string {
  if (present !== undefined) return `reconfiguring ${titleOf(wanted.name)}`
  return purpose === 'create'
    ? `configuring Prometheus postgresql ${wanted.name}`
    : `configuring ${titleOf(wanted.name)}`
}

/** The server listens where the exporter will look for it: with a restart still to come, the exporter waits for it, too. */
function isInPlace({ port }: Event, { now }: Change): boolean {
  return now?.running === true && now.port === port
}

/** Where a component keeps the configuration, as Patroni does, the server alone may know the name of its cluster. */
function clusterName({ conf, changes, observed }: Event): string {
  const isManaged = conf.cluster_name !== undefined || changes.cluster_name !== undefined
  return String((isManaged ? conf : observed?.conf)?.cluster_name ?? '')
}

async function planChange(session: Session, memory: Memory, event: Event, change: Change): Promise<void> {
  const { instance, plan } = event
  const { present, wanted } = change
  const { services } = session
  const isChanged = present?.text !== wanted.text
  const restarts = isChanged && (await planKeepRunning(session, plan, present))
  await planRole(session, memory, event, change)
  planFile(session, plan, wanted, titleFor(event, change))
  const { id, version, name } = instance
  await planTarget(session, plan, wanted, { id, version, name, cluster: clusterName(event) })
  const service = await serviceOf(session, wanted)
  if (present === undefined) await services.enable(plan, service)
  if (restarts && isInPlace(event, change)) await services.restart(plan, service)
}

/** The exporter's file, its role, its target; a change of them has it started anew. */
export function instanceConfigured(session: Session, memory: Memory): (event: Event) => Promise<void> {
  return async (event) => {
    const { instance, desired, plan, port, conf } = event
    const name = instance.qualname
    const field = fieldOf(desired)
    const present = await readExporter(session, name)
    if (field === null) {
      memory.planned.set(name, undefined)
      if (present !== undefined) await planRemoval(session, plan, present, instance.id)
      return
    }
    const { firstSocketDirectory } = await operations()
    const listening = { port, socket: firstSocketDirectory(conf) }
    const wanted = wantedExporter(session, memory, { name, field, present, listening })
    memory.planned.set(name, wanted)
    const now = await instanceNow(session, event)
    await planChange(session, memory, event, { field, present, wanted, now })
  }
}
