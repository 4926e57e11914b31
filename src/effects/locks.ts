import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { operational } from '../errors/kinds.js'

export interface Lock {
  release(): Promise<void>
}

export interface Locks {
  /**
   * Takes the lock file `path` (its directory must exist) or fails with `PGLIFT_LOCKED`, naming the holder.
   * `holder` is what others read: verb and object, never the command line. Waits up to `waitMs` (default 0).
   */
  acquire(path: string, holder: string, waitMs?: number): Promise<Lock>
}

const CONFLICT = 75

function flockArgv(path: string, waitMs: number): string[] {
  const patience = waitMs > 0 ? ['--timeout', String(waitMs / 1000)] : ['--nonblock']
  return [...patience, '--conflict-exit-code', String(CONFLICT), '--no-fork', path, 'cat']
}

const PATIENCE_MS = 3000

/** What the holder says of itself. It has the lock a moment before it has written that; a killed one leaves its words. */
async function holderOf(path: string): Promise<string> {
  for (let waited = 0; ; waited += 10) {
    const holder = readFileSync(path, 'utf8').trim()
    const pid = /^pid (\d+):/.exec(holder)?.[1]
    if (pid !== undefined && existsSync(`/proc/${pid}`)) return holder
    if (waited >= PATIENCE_MS) return ''
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Best effort: a lock holds on a full disk, too. */
function noteHolder(path: string, words: string): void {
  try {
    writeFileSync(path, words)
  } catch {
    // Others are told that there is a holder, though not who.
  }
}

async function busy(path: string): Promise<Error> {
  const holder = await holderOf(path)
  const who = holder === '' ? '' : ` (${holder})`
  return operational('PGLIFT_LOCKED', `another operation is in progress${who}`, {
    hint: `it holds ${path}; try again when it has ended`,
  })
}

/**
 * flock(2) through flock(1), since Node has no call for it: `cat` holds the lock for as long as its input is open,
 * which is as long as this process lives, so no lock outlives a killed pglift. It sits in a session of its own, or
 * Ctrl-C would take the lock away from an operation that is still undoing its work.
 */
async function acquire(path: string, holder: string, waitMs = 0): Promise<Lock> {
  const { spawn } = await import('node:child_process')
  closeSync(openSync(path, 'a', 0o600)) // whoever can open a file can lock it
  const child = spawn('flock', flockArgv(path, waitMs), {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  const failed = new Promise<never>((_, reject) =>
    child.once('error', (cause) =>
      reject(
        operational('PGLIFT_COMMAND_MISSING', `command 'flock' can't be run: ${cause.message}`, { cause }),
      ),
    ),
  )
  child.stdin.on('error', () => undefined) // it may have given up before the first byte
  child.stdin.write('\n')
  const held = new Promise<'held'>((resolve) => child.stdout.once('data', () => resolve('held')))
  const outcome = await Promise.race([held, ended, failed])
  if (outcome === CONFLICT) throw await busy(path)
  if (outcome !== 'held')
    throw operational('PGLIFT_LOCK_FAILED', `can't lock ${path} (flock ended with ${outcome})`)
  noteHolder(path, `pid ${process.pid}: ${holder}\n`)
  return {
    async release() {
      noteHolder(path, '')
      child.stdin.end()
      await ended
    },
  }
}

/** Real locks. */
export function realLocks(): Locks {
  return { acquire }
}
