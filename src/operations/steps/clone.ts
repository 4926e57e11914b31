import { join } from 'node:path'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import type { Secret } from '../../models/secret.js'
import { cloneArgv } from '../../postgresql/argv/clone.js'
import { splitPassword } from '../../postgresql/conninfo.js'

export interface CloneDatabase {
  bindir: string
  /** URI of the source, which may hold a password. */
  source: Secret
  /** The new database, without password. */
  target: string
  password?: Secret
  schemaOnly: boolean
  /** A private directory for the pipe. */
  directory: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Fills a new database from another, wherever that is. */
    'database.clone': CloneDatabase
  }
}

const pipeOf = ({ directory }: Pick<CloneDatabase, 'directory'>, { operationId }: StepContext): string =>
  join(directory, `.clone-${operationId}`)

/** When one program ends badly the other follows by itself, unless it still waits for the pipe to be opened. */
const GRACE_MS = 300

const isAbort = (error: unknown): boolean => (error as Error).name === 'AbortError'

/** The error that came first: the other program's is only what follows from it, an end of file or a broken pipe. */
function failure([dump, restore]: readonly PromiseSettledResult<unknown>[]): unknown {
  const errors = [dump, restore].flatMap((result) => (result?.status === 'rejected' ? [result.reason] : []))
  const own = errors.filter((error) => !isAbort(error))
  const isEcho = (error: unknown) => /broken pipe|SIGPIPE/i.test((error as Error).message)
  return own.find((error) => !isEcho(error)) ?? errors[0]
}

/** pg_dump and pg_restore side by side, each with a password of its own. */
async function pipe(args: CloneDatabase, fifo: string, context: StepContext): Promise<void> {
  const { conninfo, password } = splitPassword(args.source.reveal())
  const { dump, restore } = cloneArgv({ ...args, source: conninfo })
  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, context.signal])
  const run = (name: string, argv: readonly [string, ...string[]], value: string | undefined) =>
    context.effects.processes
      .run(argv, {
        // A variable of pglift's own environment is for the instance: it must not reach the source's server.
        env: { PGPASSWORD: value },
        signal,
        onLine: (line) => context.log.debug(`${name}: ${line}`),
      })
      .catch((error: unknown) => {
        setTimeout(() => failed.abort(), GRACE_MS).unref()
        throw error
      })
  const error = failure(
    await Promise.allSettled([
      // A pipe can't be synced.
      run('pg_dump', [...dump, '--no-sync', `--file=${fifo}`], password),
      // Told the format, it opens the pipe once only.
      run('pg_restore', [...restore, '--format=custom', fifo], args.password?.reveal()),
    ]),
  )
  context.signal.throwIfAborted()
  if (error !== undefined) throw error
}

/** Cloning. What was restored when it fails goes with the undo of the database's creation before it. */
export const cloneSteps: Performers = performer('database.clone', {
  async do(args, context) {
    const { files, processes } = context.effects
    const fifo = pipeOf(args, context)
    await processes.run(['mkfifo', '--mode=600', fifo], { signal: context.signal })
    try {
      await pipe(args, fifo, context)
    } finally {
      await files.removeFile(fifo)
    }
  },
  undo: (args, _, context) => context.effects.files.removeFile(pipeOf(args, context)),
})
