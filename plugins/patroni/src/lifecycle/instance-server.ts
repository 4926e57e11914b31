import { dirname, join } from 'node:path'
import type { InstanceActionEvent, InstanceStopEvent, ObservedInstance } from '@pglift/sdk'
import { isForsaken } from '../etcd.js'
import { type Member, memberOf } from '../member/read.js'
import { clusterOf } from '../rest/cluster.js'
import { serverArgs } from '../server-args.js'
import { patroniService } from '../service.js'
import { configPath, logPath, type Named, type Session } from '../session.js'
import type { AwaitArgs } from '../steps/await-member.js'

type Plan = InstanceActionEvent['plan']

/** What waiting for a member takes. */
export function awaitArgs(
  session: Session,
  instance: Named & { readonly id: string; readonly datadir: string },
  config: Pick<Member['config'], 'name' | 'scope'>,
  fresh: boolean,
): AwaitArgs {
  const { id, datadir } = instance
  return {
    id,
    datadir,
    path: configPath(session, instance),
    service: patroniService(session, instance, config),
    log: logPath(session, instance),
    seconds: session.section.bootstrap_timeout,
    fresh,
  }
}

/** For the recovery alone: nobody comes in over the network, and the log collector's files are not littered. */
const RECOVERING = ['listen_addresses=', 'logging_collector=off', 'log_destination=stderr']

/** As long as any WAL takes. */
const RECOVERY_SECONDS = 24 * 3600

/**
 * A data directory that was just restored: Patroni would replay all there is, whatever the target. PostgreSQL goes there
 * by itself first.
 */
async function planRecovery(session: Session, plan: Plan, instance: ObservedInstance): Promise<void> {
  const { qualname, bindir, datadir, startLog: log } = instance
  const isRestored = (await session.effects.files.status(join(datadir, 'recovery.signal'))) !== undefined
  if (instance.running || instance.standby !== null || !isRestored) return
  const server = { qualname, bindir, datadir, log }
  const args = serverArgs(session, instance)
  plan
    .step(
      'postgresql.start',
      { ...server, options: RECOVERING },
      { title: `recovering PostgreSQL ${qualname}` },
    )
    .step('postgresql.await-recovery', {
      instance: args.instance,
      seconds: RECOVERY_SECONDS,
      required: true,
    })
    .step('postgresql.stop', { ...server, mode: 'fast' })
    .step('patroni.forget-position', args)
}

async function planStart(
  session: Session,
  plan: Plan,
  instance: ObservedInstance,
  member: Member,
): Promise<void> {
  const service = patroniService(session, instance, member.config)
  const sockets = instance.socketDirectory
  if (sockets?.startsWith('/')) plan.directory(sockets, 0o755)
  plan.directory(dirname(service.pidFile), 0o755)
  await planRecovery(session, plan, instance)
  await session.services.start(plan, service)
  plan.step('patroni.await-member', awaitArgs(session, instance, member.config, false))
}

/**
 * Patroni starts PostgreSQL; it counts as started when it has its place in the cluster. `attended`: takes instances whose
 * Patroni ran already, while PostgreSQL was away for a moment: made anew, or started again after it was lost.
 */
export function instanceStart(
  session: Session,
  creating: ReadonlySet<string>,
  attended: Set<string>,
): (event: InstanceActionEvent) => Promise<true | undefined> {
  return async ({ instance, plan, purpose }) => {
    const member = await memberOf(session, instance)
    // In a dry run its file was not written: it would run by now.
    if (member === undefined) return creating.has(instance.id) ? true : undefined
    const service = patroniService(session, instance, member.config)
    if (purpose === 'create' || purpose === 'upgrade') await session.services.enable(plan, service)
    if (purpose === 'temporary' && (await session.services.isRunning(service))) attended.add(instance.id)
    await planStart(session, plan, instance, member)
    return true
  }
}

interface Surroundings {
  /** Whether there is no other member, or nobody to ask. */
  readonly isLast: boolean
  readonly isPaused: boolean
}

async function surroundings(session: Session, member: Member): Promise<Surroundings> {
  const cluster = await clusterOf(session, member)
  const others = cluster?.members.filter(
    ({ name, state }) => name !== member.config.name && state !== 'stopped',
  )
  return { isLast: others === undefined || others.length === 0, isPaused: cluster?.paused === true }
}

function planServerStop({ instance, plan, mode }: InstanceStopEvent): void {
  const { qualname, bindir, datadir, startLog: log } = instance
  plan.step('postgresql.stop', { qualname, bindir, datadir, log, mode })
}

/**
 * Patroni stops PostgreSQL when it is stopped itself; but not in a paused cluster, nor a server that it was just
 * starting. `last`: takes instances that are dropped as the last of their cluster; later nobody could be asked.
 */
export function instanceStop(
  session: Session,
  last: Set<string>,
  attended: ReadonlySet<string>,
): (event: InstanceStopEvent) => Promise<true | undefined> {
  return async (event) => {
    const { instance, plan, purpose } = event
    const member = await memberOf(session, instance)
    if (member === undefined) return undefined
    // Nothing was started for the time being, so nothing is stopped.
    if (purpose === 'temporary' && attended.has(instance.id)) return true
    const { isLast, isPaused } = await surroundings(session, member)
    const service = patroniService(session, instance, member.config)
    await session.services.stop(plan, service)
    if (purpose === 'drop') {
      const isMember = !(await isForsaken(session.effects, member.config, instance))
      if (isLast && isMember) last.add(instance.id)
      await session.services.disable(plan, service)
    }
    if (isPaused && purpose !== 'drop')
      session.log.warning(
        `Patroni '${member.config.scope}' is in pause mode, PostgreSQL server will not be stopped`,
      )
    else planServerStop(event)
    return true
  }
}

/** Patroni restarts PostgreSQL, once it is up itself: by its REST API, which knows of its place in the cluster. */
export function instanceRestart(session: Session): (event: InstanceActionEvent) => Promise<true | undefined> {
  return async ({ instance, plan }) => {
    const member = await memberOf(session, instance)
    if (member === undefined) return undefined
    const service = patroniService(session, instance, member.config)
    if (!instance.running || !(await session.services.isRunning(service)))
      await planStart(session, plan, instance, member)
    if (instance.running)
      plan.step('patroni.restart', serverArgs(session, instance), {
        title: `restarting Patroni ${instance.qualname}`,
      })
    return true
  }
}

/** Patroni reads its file again, and has PostgreSQL read its own, which it writes. */
export function instanceReload(session: Session): (event: InstanceActionEvent) => Promise<true | undefined> {
  return async ({ instance, plan }) => {
    if ((await memberOf(session, instance)) === undefined) return undefined
    plan.step('patroni.reload', serverArgs(session, instance), {
      title: `reloading Patroni ${instance.qualname}`,
    })
    return true
  }
}
