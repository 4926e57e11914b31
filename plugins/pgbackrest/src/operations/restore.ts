import { type Host, operational, operations, Plan } from '@pglift/sdk'
import { chooseFrom } from '../choose-backup.js'
import { isCluster } from '../cluster.js'
import type { StanzaInfo } from '../info.js'
import { memberFor, planStanzaFile } from '../plan.js'
import { type Chosen, describeChoice, type Wish } from '../restore-target.js'
import type { Session } from '../session.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'
import type { BoundStanza } from '../stanzas.js'
import { localWal, observed, planRestore, type Restorable } from './restore-plan.js'
import { requireStanza, sessionOf } from './session.js'

const SERVER: ReadonlySet<string> = new Set(['postgres'])

/** A server whose data directory was deleted runs on for up to a minute, and writes WAL. */
async function requireEnded({ effects }: Host, { datadir }: Restorable): Promise<void> {
  const [pid] = await effects.processes.using(datadir, SERVER)
  if (pid === undefined) return
  throw operational('PGLIFT_RUNNING', `the server of ${datadir} still runs (pid ${pid}), without its files`, {
    hint: `wait until it has noticed and ended, or end it: 'kill -QUIT ${pid}'`,
  })
}

function requireStopped(instance: Restorable): void {
  const { running = false, standby = null } = observed(instance) ?? {}
  if (running)
    throw operational('PGLIFT_RUNNING', 'instance is running', {
      hint: `stop it first: 'pglift instance stop ${instance.id}'`,
    })
  if (standby !== null)
    throw operational('PGLIFT_READ_ONLY_STANDBY', `${instance.id} is a read-only standby instance`, {
      hint: 'restore its primary, then create the standby again',
    })
}

/** What would be restored must be of this very cluster: another's files would be mixed with what is there. */
function requireSameCluster(instance: Restorable, { cluster }: StanzaInfo, stanza: string): void {
  const own = observed(instance)?.systemIdentifier
  if (cluster === undefined || own === undefined || cluster.systemIdentifier === own) return
  throw operational(
    'PGLIFT_PGBACKREST_FOREIGN',
    `stanza '${stanza}' holds another cluster (system identifier ${cluster.systemIdentifier}) than ${instance.id} (${own})`,
    { hint: 'create a new instance from that stanza instead' },
  )
}

interface Decision {
  readonly chosen: Chosen
  readonly description: string
}

async function choose(session: Session, instance: Restorable, stanza: string, wish: Wish): Promise<Decision> {
  const info = await stanzaInfo(session, stanza)
  if (info.backups.length === 0) requireReadable(info, stanza)
  requireSameCluster(instance, info, stanza)
  const local = await localWal(session, instance)
  const { choice, offer } = await chooseFrom(session, stanza, info, { wish, local })
  if ('backup' in choice) return { chosen: choice, description: describeChoice(choice, offer, wish) }
  const { problem: message, hint } = choice
  throw operational('PGLIFT_PGBACKREST_NO_BACKUP', message, hint === undefined ? {} : { hint })
}

/** The restored configuration is that of the time of the backup: how the stanza reaches the instance follows it. */
async function planFollow(
  host: Host,
  session: Session,
  instance: Restorable,
  bound: BoundStanza,
): Promise<Plan> {
  const plan = new Plan()
  const { observeInstance } = await operations()
  const now = await observeInstance(host.effects, instance)
  if (now === undefined) return plan
  if (now.configuredPort !== bound.member.port)
    host.log.warning(
      `port of ${now.id} is ${now.configuredPort} again, as when the backup was made; it was ${bound.member.port}`,
    )
  const member = memberFor(session, now.datadir, now.configuredPort, now.socketDirectory)
  planStanzaFile(session, plan, bound.stanza, member)
  return plan
}

/** Backups of what was left behind stay the newest until then, and standbys are where it was left. */
async function tellAfterwards(
  { log, effects }: Host,
  { id }: Restorable,
  { others }: BoundStanza,
): Promise<void> {
  log.info(`once it runs and is what was wished for, make a backup: 'pglift instance backup ${id}'`)
  for (const datadir of others)
    if (await isCluster(effects, datadir))
      log.warning(`the standby in ${datadir} can't follow it any more: drop it, and create it again`)
}

export interface RestoreRequest extends Wish {
  readonly dryRun: boolean
}

/**
 * Brings a stopped instance back to its latest state, to a moment or to a backup; it isn't started. Its data directory
 * may be gone. Says what it will restore before it does. Fails with `PGLIFT_RUNNING`, and with
 * `PGLIFT_PGBACKREST_NO_BACKUP` when nothing fits, before anything is changed. Killed, it is run again.
 */
export async function restoreInstance(
  host: Host,
  instance: Restorable,
  { dryRun, ...wish }: RestoreRequest,
): Promise<void> {
  requireStopped(instance)
  await requireEnded(host, instance)
  const session = sessionOf(host)
  const bound = await requireStanza(session, instance)
  const { chosen, description } = await choose(session, instance, bound.stanza, wish)
  const { observeInstance, operateOn } = await operations()
  await operateOn(host, instance, { verb: 'instance restore', dryRun }, async (operation) => {
    // Until the lock was had, somebody may have started it.
    requireStopped((await observeInstance(host.effects, instance)) ?? instance)
    host.log.info(description)
    await operation.apply(await planRestore(session, instance, bound.stanza, chosen))
    if (!operation.dryRun) await operation.apply(await planFollow(host, session, instance, bound))
    if (chosen.target.kind !== 'latest') await tellAfterwards(host, instance, bound)
  })
}
