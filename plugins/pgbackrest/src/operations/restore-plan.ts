import { join } from 'node:path'
import { type Instance, type ObservedInstance, Plan } from '@pglift/sdk'
import { isCluster } from '../cluster.js'
import type { Chosen } from '../restore-target.js'
import type { Session } from '../session.js'
import type { LocalWal } from '../wal-sources.js'

/** What is restored: an instance, or one whose data directory is gone, where it lay. */
export type Restorable = ObservedInstance | Instance

/** The instance, when its data directory is there. */
export function observed(instance: Restorable): ObservedInstance | undefined {
  return 'running' in instance ? instance : undefined
}

/** WAL of the instance on this host: that of its data directory, or what is left of one that is gone. */
export async function localWal({ effects }: Session, { datadir, waldir }: Restorable): Promise<LocalWal> {
  if (!(await isCluster(effects, datadir))) return { waldir, isOrphan: true }
  return { waldir: (await effects.files.realPath(join(datadir, 'pg_wal'))) ?? waldir, isOrphan: false }
}

/** WAL that the server has finished and nobody has archived; `waldir` is where it lies. */
function planArchiving(plan: Plan, session: Session, stanza: string, datadir: string, wal: LocalWal): void {
  const { execpath, configpath } = session.section
  const { waldir, isOrphan } = wal
  const why = isOrphan ? 'is left of the lost data directory' : 'a restore would remove'
  plan.step(
    'pgbackrest.archive-rest',
    { execpath, configpath, stanza, datadir, waldir, why, ...(isOrphan ? { lenient: true } : {}) },
    { title: 'archiving WAL that could not be archived before' },
  )
}

/** Makes room for a restore: WAL that nobody owns is put aside. */
function planRoom(plan: Plan, { datadir, waldir }: Restorable, aside: string): void {
  plan
    .step(
      'pgbackrest.put-aside',
      { directory: waldir, aside },
      { title: `keeping WAL files of the lost data directory in ${aside}` },
    )
    .directory(join(datadir, '..'), 0o750)
    .directory(datadir, 0o700)
    .directory(waldir, 0o700)
}

/**
 * Steps of a restore. WAL that is nowhere else is archived before the files that hold it are replaced. When its data
 * directory is gone, that takes the restored one; and what was being written then is brought back for recovery to find.
 */
export async function planRestore(
  session: Session,
  instance: Restorable,
  stanza: string,
  { backup: { label }, target }: Chosen,
): Promise<Plan> {
  const { execpath, configpath } = session.section
  const { id, datadir, waldir } = instance
  const local = await localWal(session, instance)
  const aside = `${waldir}.${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  const plan = new Plan()
  if (local.isOrphan) planRoom(plan, instance, aside)
  else {
    planArchiving(plan, session, stanza, datadir, local)
    plan.removeFile(join(datadir, 'postmaster.pid'))
  }
  plan.step(
    'pgbackrest.restore',
    { execpath, configpath, stanza, datadir, target, label },
    { title: `restoring instance ${id} with pgBackRest` },
  )
  if (!local.isOrphan) return plan
  planArchiving(plan, session, stanza, datadir, { waldir: aside, isOrphan: true })
  if (target.kind === 'backup') return plan
  const title = `bringing back WAL that was not archived, from ${aside}`
  return plan.step('pgbackrest.bring-back', { aside, datadir }, { title })
}
