import { existsSync } from 'node:fs'

/** Whether a path leads to something: one system call, for those who have no time at start-up. */
export function isThere(path: string): boolean {
  return existsSync(path)
}
