import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { operational, type Performers, performer, type Secret, type StepContext } from '@pglift/sdk'
import { type RestoredStandby, type RestoreTarget, restoreArgv } from '../argv/restore.js'
import { isCluster } from '../cluster.js'
import { passfileText, withPassfile } from '../conf/conninfo.js'
import { runPgbackrest } from '../run.js'
import { clearSkeleton } from '../skeleton.js'
import { atWork, PATIENCE_MS } from './at-work.js'
import { runContext, type StanzaArgs } from './tool.js'

export interface Restore extends StanzaArgs {
  target: RestoreTarget
  /** The backup to begin with; absent: pgBackRest chooses. */
  label?: string
}

export interface NewFromBackup extends Restore {
  waldir: string
  standby?: RestoredStandby
  /** For the primary that the standby follows. */
  password?: Secret
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Into the data directory as it is, files that differ are replaced. There is no way back. */
    'pgbackrest.restore': Restore
    /** Into empty directories that an earlier step has made; its undo empties them. */
    'pgbackrest.restore-new': NewFromBackup
  }
}

/** Where the host, too, keeps the password of a standby for its primary: its removal is the host's. */
function primaryPassfile(datadir: string): string {
  return join(dirname(datadir), `.${basename(datadir)}.primary.pgpass`)
}

async function standbyAccess(
  { datadir, standby, password }: NewFromBackup,
  { effects }: StepContext,
): Promise<RestoredStandby | undefined> {
  const secret = password?.reveal() ?? process.env.PGPASSWORD
  if (standby === undefined || secret === undefined) return standby
  const text = passfileText(secret)
  if (text === undefined)
    throw operational('PGLIFT_PASSFILE_VALUE', 'the password for the primary contains a line break or a NUL')
  const path = primaryPassfile(datadir)
  await effects.files.write(path, text, 0o600)
  return { ...standby, conninfo: withPassfile(standby.conninfo, path) }
}

/** A killed pglift may have left pgBackRest at work. Fails when that can't be ended: two would mix their files. */
async function endRestores(datadir: string, { effects }: StepContext): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const pids = await atWork(effects, datadir)
    if (pids.length === 0) return
    if (Date.now() > deadline)
      throw operational(
        'PGLIFT_PGBACKREST_RUNNING',
        `an earlier restore still works on ${datadir} (pid ${pids.join(', ')})`,
        { hint: 'end it, then run the command again' },
      )
    for (const pid of pids) effects.processes.signal(pid, 'SIGKILL')
    await pause(20)
  }
}

const restore = performer('pgbackrest.restore', {
  async do(args, context) {
    const { stanza, datadir, target, label } = args
    const what = `restore ${datadir} from stanza '${stanza}'`
    await endRestores(datadir, context)
    const delta = await isCluster(context.effects, datadir)
    if (!delta) await clearSkeleton(context.effects.files, datadir)
    const options = { datadir, delta, target, ...(label === undefined ? {} : { label }) }
    await runPgbackrest(restoreArgv(args, stanza, options), runContext(context), { what }).catch(
      (error: unknown) => {
        context.log.warning(`${datadir} is not whole: restore it again before it is started`)
        throw error
      },
    )
  },
})

const restoreNew = performer('pgbackrest.restore-new', {
  async do(args, context) {
    const { stanza, datadir, waldir, target, label } = args
    const standby = await standbyAccess(args, context)
    const options = {
      datadir,
      waldir,
      delta: false,
      target,
      ...(label === undefined ? {} : { label }),
      ...(standby === undefined ? {} : { standby }),
    }
    const what = `restore ${datadir} from stanza '${stanza}'`
    await runPgbackrest(restoreArgv(args, stanza, options), runContext(context), { what })
  },
  async undo({ datadir }, _, context) {
    const { files } = context.effects
    const passfile = primaryPassfile(datadir)
    await endRestores(datadir, context)
    await files.removeLeftovers(passfile)
    await files.removeFile(passfile)
  },
})

/** Bringing back what was backed up. */
export const restoreSteps: Performers = { ...restore, ...restoreNew }
