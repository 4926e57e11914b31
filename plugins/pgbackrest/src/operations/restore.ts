import { join } from 'node:path'
import { type Host, type ObservedInstance, operational, operations, Plan } from '@pglift/sdk'
import { isCluster } from '../cluster.js'
import type { StanzaInfo } from '../info.js'
import { memberFor, planStanzaFile } from '../lifecycle/instance-configured.js'
import { lineageOf } from '../lineage.js'
import type { Located } from '../located.js'
import { type Choice, chooseBackup, describeChoice, type Wish } from '../restore-target.js'
import type { Session } from '../session.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'
import type { BoundStanza } from '../stanzas.js'
import { requireStanza, sessionOf } from './session.js'

/** What is restored: an instance, or what a stanza knows of one whose data directory is gone. */
export type Restorable = ObservedInstance | Located

function observed(instance: Restorable): ObservedInstance | undefined {
  return 'running' in instance ? instance : undefined
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

type Chosen = Extract<Choice, { backup: unknown }>

async function choose(session: Session, instance: Restorable, stanza: string, wish: Wish): Promise<Chosen> {
  const info = await stanzaInfo(session, stanza)
  if (info.backups.length === 0) requireReadable(info, stanza)
  requireSameCluster(instance, info, stanza)
  const lineage = await lineageOf(session, stanza, info, wish.date?.ms)
  const choice = chooseBackup(stanza, { all: info.backups, lineage }, wish, Date.now())
  if ('backup' in choice) return choice
  const { problem: message, hint } = choice
  throw operational('PGLIFT_PGBACKREST_NO_BACKUP', message, hint === undefined ? {} : { hint })
}

/** WAL that is nowhere else is archived before the files that hold it are replaced, or put aside when nobody owns it. */
async function planPreparation(session: Session, instance: Restorable, bound: BoundStanza): Promise<Plan> {
  const { execpath, configpath } = session.section
  const { datadir, waldir } = instance
  const plan = new Plan()
  if (await isCluster(session.effects, datadir)) {
    const wal = (await session.effects.files.realPath(join(datadir, 'pg_wal'))) ?? waldir
    plan.step(
      'pgbackrest.archive-rest',
      { execpath, configpath, stanza: bound.stanza, datadir, waldir: wal },
      { title: 'archiving WAL that could not be archived before' },
    )
    return plan.removeFile(join(datadir, 'postmaster.pid'))
  }
  const aside = `${waldir}.${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  return plan
    .step(
      'pgbackrest.put-aside',
      { directory: waldir, aside },
      { title: `keeping WAL files of the lost data directory in ${aside}` },
    )
    .directory(join(datadir, '..'), 0o750)
    .directory(datadir, 0o700)
    .directory(waldir, 0o700)
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
  const now = await observeInstance(host.effects, instance as ObservedInstance)
  if (now === undefined) return plan
  if (now.configuredPort !== bound.member.port)
    host.log.warning(
      `port of ${now.id} is ${now.configuredPort} again, as when the backup was made; it was ${bound.member.port}`,
    )
  const member = memberFor(session, now.datadir, now.configuredPort, now.socketDirectory)
  planStanzaFile(session, plan, bound.stanza, member)
  return plan
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
  const session = sessionOf(host)
  const bound = await requireStanza(session, instance)
  const chosen = await choose(session, instance, bound.stanza, wish)
  const { operateOn } = await operations()
  await operateOn(host, instance, { verb: 'instance restore', dryRun }, async (operation) => {
    host.log.info(describeChoice(chosen))
    const { execpath, configpath } = session.section
    const { stanza } = bound
    const { datadir } = instance
    const { backup, target } = chosen
    const plan = await planPreparation(session, instance, bound)
    plan.step(
      'pgbackrest.restore',
      { execpath, configpath, stanza, datadir, target, label: backup.label },
      { title: `restoring instance ${instance.id} with pgBackRest` },
    )
    await operation.apply(plan)
    if (!operation.dryRun) await operation.apply(await planFollow(host, session, instance, bound))
  })
}
