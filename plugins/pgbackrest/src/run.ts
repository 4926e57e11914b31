import { type Argv, type EngineLog, operational, type Processes, type Secret } from '@pglift/sdk'
import { errorOf, hintFor, messagesIn, percentIn } from './output.js'

export interface RunContext {
  readonly processes: Processes
  readonly signal: AbortSignal
  readonly log: Pick<EngineLog, 'debug' | 'warning'>
}

export interface RunOptions {
  /** What fails, in the error: `check stanza 'main'`. */
  readonly what: string
  /** Of the role that pgBackRest connects as. */
  readonly password?: Secret | undefined
  readonly passfile?: string | null
  /** Percents of a backup or a restore: standard output, a line for each file, is for that alone. */
  readonly onProgress?: (percent: number) => void
  /** Warnings that say nothing here. */
  readonly hushed?: RegExp | undefined
}

/** Statuses that are no signals': each is one of pgBackRest's error codes. */
const STATUSES = Array.from({ length: 255 }, (_, index) => index + 1)

/**
 * Without variables of the caller, from `instance env` for example, that speak of another stanza or cluster; and in this
 * host's time zone, not that of a session: labels of backups hold the local time, and have to come in their order.
 */
function environment({ password, passfile }: RunOptions): Record<string, string | undefined> {
  const foreign = Object.keys(process.env).filter((name) =>
    /^PGBACKREST_(STANZA|CONFIG|PG\d|LOG_|SET|TYPE|TARGET|REPO$)/.test(name),
  )
  return {
    ...Object.fromEntries(['TZ', ...foreign].map((name) => [name, undefined])),
    ...(passfile ? { PGPASSFILE: passfile } : {}),
    ...(password === undefined ? {} : { PGPASSWORD: password.reveal() }),
  }
}

/**
 * Runs pgBackRest to its end and answers its standard output. Warnings are logged as such, all else at DEBUG. Fails with
 * `PGLIFT_PGBACKREST`: its error code, its message and what can be done.
 */
export async function runPgbackrest(argv: Argv, context: RunContext, options: RunOptions): Promise<string> {
  const { processes, signal, log } = context
  log.debug(`running ${argv.join(' ')}`)
  const finished = await processes.run(argv, {
    env: environment(options),
    signal,
    accept: STATUSES,
    ...(options.onProgress === undefined ? {} : { forgetOutput: true }),
    onLine: (line) => {
      const percent = percentIn(line)
      if (percent !== undefined) options.onProgress?.(percent)
      else if (line.length < 2000) log.debug(`pgbackrest: ${line}`)
    },
  })
  const messages = messagesIn(finished.stderr)
  for (const { level, text } of messages)
    if (level === 'WARN' && options.hushed?.test(text) !== true) log.warning(`pgBackRest: ${text}`)
  if (finished.exitCode === 0) return finished.stdout
  const { code, text } = errorOf(messages, finished)
  const hint = hintFor({ code, text })
  throw operational('PGLIFT_PGBACKREST', `pgBackRest could not ${options.what}: [${code}] ${text}`, {
    ...(hint === undefined ? {} : { hint }),
  })
}
