import { dirname, join } from 'node:path'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Secret } from '../../models/secret.js'
import { type InitdbOptions, initdbArgv } from '../../postgresql/argv/initdb.js'
import { endProcesses } from './end-processes.js'
import { removeStaleSocket, runningPostmaster, stopPostmaster } from './postmaster.js'
import { keptFiles } from './rewind.js'
import { forgetRewind } from './rewind-marker.js'
import { primaryPassfile } from './upstream.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Empty directories for data and WAL, 0700. Its undo removes them with all that came into them since. */
    'data-directory.create': { datadir: string; waldir: string }
    /** Fills an empty data directory. */
    'postgresql.initdb': Initdb
    /** Undoes everything in a data directory; used where only a later step fills it. */
    'data-directory.remove': { datadir: string; waldir: string }
  }
}

export interface Initdb extends InitdbOptions {
  waldir: string
  password?: Secret
}

interface Made {
  /** Directories that were not there; an empty one that was there is emptied, not removed. */
  made: string[]
}

async function requireEmpty(path: string, { effects: { files } }: StepContext): Promise<void> {
  if ((await files.list(path)).length === 0) return
  throw operational('PGLIFT_DIRECTORY_NOT_EMPTY', `directory ${path} is not empty`, {
    hint: 'pglift does not delete what it did not make: move its content away, or choose another name',
  })
}

const SERVER_PROGRAMS: ReadonlySet<string> = new Set(['initdb', 'pg_basebackup', 'pg_ctl', 'postgres'])

/** A killed pglift may have left initdb, pg_basebackup or a server at work in the directory. */
async function endAll(datadir: string, { effects, signal }: StepContext): Promise<void> {
  await stopPostmaster(effects, datadir, 'immediate', signal)
  await removeStaleSocket(effects, datadir)
  await endProcesses(effects, datadir, SERVER_PROGRAMS)
}

async function empty(directory: string, { effects: { files } }: StepContext): Promise<void> {
  for (const name of await files.list(directory)) await files.removeTree(join(directory, name))
}

const createDirectories = performer<'data-directory.create', Made>('data-directory.create', {
  async prepare({ datadir, waldir }, context) {
    await requireEmpty(datadir, context)
    await requireEmpty(waldir, context)
    const { files } = context.effects
    const made = [...(await files.missingDirectories(datadir)), ...(await files.missingDirectories(waldir))]
    return { made: [...new Set(made)] }
  },
  async do({ datadir, waldir }, { effects: { files } }) {
    await files.makeDirectories(dirname(datadir), 0o750)
    await files.makeDirectories(dirname(waldir), 0o750)
    await files.makeDirectories(datadir, 0o700)
    await files.makeDirectories(waldir, 0o700)
    await forgetRewind({ files }, datadir) // of a directory that somebody has removed
  },
  async undo({ datadir, waldir }, { made }, context) {
    await endAll(datadir, context)
    await empty(datadir, context)
    await empty(waldir, context)
    for (const path of made.toReversed()) await context.effects.files.removeEmptyDirectory(path)
  },
})

const passwordFileOf = (datadir: string, { operationId }: StepContext): string =>
  join(dirname(datadir), `.initdb-${operationId}`)

/** initdb reads the password from a file only: 0600, in the still empty, private data directory's parent. */
async function withPasswordFile<T>(
  args: Initdb,
  context: StepContext,
  work: (file?: string) => Promise<T>,
): Promise<T> {
  if (args.password === undefined) return work()
  const file = passwordFileOf(args.datadir, context)
  await context.effects.files.write(file, `${args.password.reveal()}\n`, 0o600)
  try {
    return await work(file)
  } finally {
    await context.effects.files.removeFile(file)
  }
}

const initdb = performer('postgresql.initdb', {
  async do(args, context) {
    await withPasswordFile(args, context, (passwordFile) =>
      context.effects.processes.run(initdbArgv(args, passwordFile), {
        env: { LC_MESSAGES: 'C', LC_ALL: undefined, PGDATA: undefined },
        signal: context.signal,
        onLine: (line) => context.log.debug(`initdb: ${line}`),
      }),
    )
  },
  async undo({ datadir, waldir }, _, context) {
    const { files } = context.effects
    const passwordFile = passwordFileOf(datadir, context)
    await files.removeLeftovers(passwordFile)
    await files.removeFile(passwordFile)
    await endAll(datadir, context)
    await empty(datadir, context)
    await empty(waldir, context)
  },
})

const removeDirectories = performer('data-directory.remove', {
  async do({ datadir, waldir }, { effects }) {
    if ((await runningPostmaster(effects, datadir)) !== undefined)
      throw operational(
        'PGLIFT_STILL_RUNNING',
        `a server still runs in ${datadir}: nothing of it was deleted`,
      )
    await effects.files.removeTree(datadir)
    await effects.files.removeTree(waldir)
    await effects.files.removeFile(primaryPassfile(datadir))
    await effects.files.removeTree(keptFiles(datadir))
    await forgetRewind(effects, datadir)
  },
})

/** Making and removing data directories. */
export const dataDirectorySteps: Performers = { ...createDirectories, ...initdb, ...removeDirectories }
