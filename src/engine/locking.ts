import { dirname } from 'node:path'
import type { Lock } from '../effects/locks.js'
import { operational } from '../errors/kinds.js'
import { type Engine, lockPath } from './engine.js'

type Files = Engine['effects']['files']

/** The directories above it are shared: servers' sockets and logs lie there, too. */
export async function makePrivateDirectory(files: Files, path: string): Promise<void> {
  await files.makeDirectories(dirname(path), 0o755)
  await files.makeDirectories(path, 0o700)
}

/** Without a session the run prefix lies below a directory that everybody can write to: somebody may have been there first. */
async function requireOwn(files: Files, directory: string): Promise<void> {
  const status = await files.status(directory)
  if (status?.kind === 'directory' && status.uid === process.getuid?.()) return
  throw operational('PGLIFT_NOT_OURS', `directory ${directory} belongs to somebody else`, {
    hint: "set 'run_prefix' in the site settings to a directory of your own",
  })
}

/** Makes the directory of lock files, which a reboot may have taken away. Fails with `PGLIFT_NOT_OURS` where somebody else has it. */
export async function makeLockDirectory({
  effects: { files },
  lockDirectory,
}: Pick<Engine, 'effects' | 'lockDirectory'>): Promise<void> {
  await makePrivateDirectory(files, lockDirectory)
  await requireOwn(files, lockDirectory)
}

export interface LockRequest {
  /** Taken in this order: `site`, `15-main`. */
  readonly names: readonly string[]
  /** What others read who find them taken: verb and object. */
  readonly holder: string
  /** Milliseconds to wait for each; 0, the default, fails at once. */
  readonly waitMs?: number | undefined
}

async function take(engine: Engine, { names, holder, waitMs }: LockRequest): Promise<Lock[]> {
  const { files, locks } = engine.effects
  await makeLockDirectory(engine)
  const taken: Lock[] = []
  try {
    for (const path of names.map((name) => lockPath(engine, name))) {
      await files.makeDirectories(dirname(path), 0o755)
      taken.push(await locks.acquire(path, holder, waitMs))
    }
    return taken
  } catch (error) {
    await release(taken)
    throw error
  }
}

async function release(taken: readonly Lock[]): Promise<void> {
  for (const lock of taken.toReversed()) await lock.release()
}

/** Works under locks, released in the end. Fails with `PGLIFT_LOCKED` when one of them is taken. */
export async function underLocks<T>(
  engine: Engine,
  request: LockRequest,
  work: () => Promise<T>,
): Promise<T> {
  const taken = await take(engine, request)
  try {
    return await work()
  } finally {
    await release(taken)
  }
}
