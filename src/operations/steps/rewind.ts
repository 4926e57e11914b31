import { basename, dirname, join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { NothingDone, type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Secret } from '../../models/secret.js'
import { rewindArgv } from '../../postgresql/argv/rewind.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { editConf } from '../../postgresql/conf/edit.js'
import type { ConfValue } from '../../postgresql/conf/value.js'
import { connectTo } from '../instance/standby-connection.js'
import { readControlData } from './control-file.js'
import { forgetRewind, isHalfRewound, noteRewind } from './rewind-marker.js'
import { primaryPassfile, upstreamAccess } from './upstream.js'

export interface Rewind {
  bindir: string
  datadir: string
  /** To the new primary, without a password. */
  conninfo: string
  /** What the user gave after `--`. */
  extra: readonly string[]
  password?: Secret
  passfile?: string
  /** The source has not checkpointed since its promotion. */
  checkpoint?: boolean
}

type Edits = Readonly<Record<string, ConfValue | null>>

export interface OwnFiles {
  datadir: string
  /** Files of the data directory, by their path in it. */
  names: readonly string[]
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Copies configuration files out of a data directory that pg_rewind is about to overwrite. */
    'demotion.keep-files': OwnFiles
    /** Makes the data directory one of a standby of another server. Can't be undone; half done, nothing starts there. */
    'postgresql.rewind': Rewind
    /** Puts the configuration files back: `conf` edits postgresql.conf, `auto` postgresql.auto.conf. */
    'demotion.restore-files': { datadir: string; conf: Edits; auto: Edits }
  }
}

const AUTO = 'postgresql.auto.conf'
const EDITED = [AUTO, 'postgresql.conf']

/** Outside of the data directory: pg_rewind removes from it what the source doesn't have. */
export function keptFiles(datadir: string): string {
  return join(dirname(datadir), `.${basename(datadir)}.before-rewind`)
}

async function copyFile({ files }: Pick<Effects, 'files'>, from: string, to: string): Promise<void> {
  const bytes = await files.readBytes(from)
  if (bytes !== undefined) await files.write(to, bytes, (await files.status(from))?.mode ?? 0o600)
}

/** Copies and forgets them. Nothing to do when there are none. */
async function putBack({ effects }: StepContext, datadir: string): Promise<void> {
  const kept = keptFiles(datadir)
  for (const name of await effects.files.list(kept))
    await copyFile(effects, join(kept, name), join(datadir, name))
  await effects.files.removeTree(kept)
}

const keepFiles = performer('demotion.keep-files', {
  // A demotion that was interrupted has them already; what is in the data directory by now may be the source's.
  holds: async ({ datadir }, { effects }) => effects.files.isDirectory(keptFiles(datadir)),
  async do({ datadir, names }, { effects }) {
    const { files } = effects
    const kept = keptFiles(datadir)
    await files.removeTree(`${kept}.new`)
    await files.makeDirectories(`${kept}.new`, 0o700)
    for (const name of EDITED) await files.readEditable(join(datadir, name)) // fails now, while nothing is done
    for (const name of names) await copyFile(effects, join(datadir, name), join(`${kept}.new`, name))
    await files.rename(`${kept}.new`, kept)
  },
  async undo({ datadir }, _, context) {
    await context.effects.files.removeTree(`${keptFiles(datadir)}.new`)
    await putBack(context, datadir)
  },
})

/** From this line on pg_rewind writes into the data directory. */
const BEGINS_TO_WRITE = /rewinding from last common checkpoint/

function rewindError(error: Error, { datadir, bindir }: Rewind, begun: boolean): Error {
  if ((error as { code?: string }).code !== 'PGLIFT_COMMAND_FAILED') return error
  const hint = begun
    ? `${datadir} is half rewound, and does not start. Run the same command again; if pg_rewind refuses then, drop the instance and create it again with '--standby-for'`
    : `${datadir} was not changed; see ${join(bindir, 'pg_rewind')} --help for what it needs: 'wal_log_hints' or data checksums, a role that may read files, and all WAL since the servers diverged`
  const told = operational('PGLIFT_REWIND_FAILED', error.message, { cause: error, hint })
  return begun ? told : new NothingDone(told)
}

/** pg_rewind reads the source's timeline from its pg_control, which only a checkpoint brings up to date. */
async function checkpointSource(args: Rewind, { effects }: StepContext): Promise<void> {
  const session = await connectTo(effects, args)
  try {
    await session.query('CHECKPOINT')
  } catch (cause) {
    const message = `the new primary has not checkpointed since its promotion: ${(cause as Error).message}`
    const hint = 'run CHECKPOINT there as a superuser, then this command again'
    throw new NothingDone(operational('PGLIFT_REWIND_CHECKPOINT', message, { cause, hint }))
  } finally {
    await session.close()
  }
}

/** pg_rewind has done its work, but nobody has started the outcome, which pg_rewind itself can't read before. */
async function isRewound({ datadir }: Rewind, { effects }: StepContext): Promise<boolean> {
  if ((await effects.files.status(join(datadir, 'backup_label'))) === undefined) return false
  return (await readControlData(effects, datadir))?.state === 'in archive recovery'
}

/** What `--write-recovery-conf` does in the end: a pg_rewind that was killed may not have come to it. */
async function writeRecoveryConf(args: Rewind, { effects }: StepContext): Promise<void> {
  const { conninfo } = await upstreamAccess(effects, args)
  const path = join(args.datadir, AUTO)
  const text = (await effects.files.readText(path)) ?? ''
  await effects.files.write(path, editConf(text, { primary_conninfo: conninfo }, path), 0o600)
  await effects.files.write(join(args.datadir, 'standby.signal'), '', 0o600)
}

const rewind = performer('postgresql.rewind', {
  async do(args, context) {
    const { effects, log, signal } = context
    if (await isRewound(args, context)) return writeRecoveryConf(args, context)
    if (args.checkpoint === true) await checkpointSource(args, context)
    const passfile = primaryPassfile(args.datadir)
    const formerPassword = await effects.files.readText(passfile)
    const { conninfo, env } = await upstreamAccess(effects, args)
    let begun = await isHalfRewound(effects, args.datadir)
    await noteRewind(effects, args.datadir)
    await effects.processes
      .run(rewindArgv({ ...args, conninfo }), {
        env: { ...env, LC_MESSAGES: 'C', LC_ALL: undefined, PGDATA: undefined },
        cwd: args.datadir,
        signal,
        onLine: (line) => {
          begun ||= BEGINS_TO_WRITE.test(line)
          log.debug(`pg_rewind: ${line}`)
        },
      })
      .catch(async (error: Error) => {
        if (begun) throw rewindError(error, args, begun)
        if (formerPassword === undefined) await effects.files.removeFile(passfile)
        else await effects.files.write(passfile, formerPassword, 0o600)
        await forgetRewind(effects, args.datadir)
        throw rewindError(error, args, begun)
      })
  },
})

/** postgresql.auto.conf of before, with whom to follow from what pg_rewind wrote. */
function mergedAuto(kept: string, rewound: string, edits: Edits, path: string): string {
  const { primary_conninfo: primary } = confEntries(parseConf(rewound, path))
  return editConf(kept, { ...edits, ...(primary === undefined ? {} : { primary_conninfo: primary }) }, path)
}

const restoreFiles = performer('demotion.restore-files', {
  async do({ datadir, conf, auto }, context) {
    const { files } = context.effects
    const kept = keptFiles(datadir)
    if (!(await files.isDirectory(kept))) return forgetRewind(context.effects, datadir)
    const edit = async (name: string, edited: (text: string) => string) => {
      const path = join(kept, name)
      const mode = (await files.status(path))?.mode ?? 0o600
      await files.write(path, edited((await files.readText(path)) ?? ''), mode)
    }
    const rewound = (await files.readText(join(datadir, AUTO))) ?? ''
    await edit(AUTO, (text) => mergedAuto(text, rewound, auto, join(datadir, AUTO)))
    await edit('postgresql.conf', (text) => editConf(text, conf, join(datadir, 'postgresql.conf')))
    await putBack(context, datadir)
    await forgetRewind(context.effects, datadir)
  },
})

/** Making a standby of a former primary. */
export const rewindSteps: Performers = { ...keepFiles, ...rewind, ...restoreFiles }
