import type { Effects } from '../effects/effects.js'
import type { Performers, Step } from './step.js'

export interface EngineLog {
  debug(message: string): void
  info(message: string): void
  warning(message: string): void
  error(message: string): void
}

/** What it takes to perform plans; the host holds one. */
export interface Engine {
  readonly effects: Effects
  readonly performers: Performers
  readonly log: EngineLog
  readonly signal: AbortSignal
  /** Where open operations are journaled; survives a reboot. */
  readonly journalDirectory: string
  /** Where lock files lie; may vanish with a reboot. */
  readonly lockDirectory: string
  /** The site's own lock file, `cli.lock_file`; in the lock directory unless given. */
  readonly siteLock?: string
  /** Told of every step that a dry run leaves undone, with the object of its operation. */
  record?(object: string, step: Step): void
}

/** Path of the lock of an instance (`15-main`) or of the whole site (`site`). */
export function lockPath(
  { lockDirectory, siteLock }: Pick<Engine, 'lockDirectory' | 'siteLock'>,
  name: string,
): string {
  return name === 'site' && siteLock !== undefined ? siteLock : `${lockDirectory}/${name}.lock`
}
