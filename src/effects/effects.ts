import type { Files } from './files.js'
import type { Locks } from './locks.js'
import type { Net } from './net.js'
import type { Processes } from './processes.js'
import type { Sql } from './sql.js'

/**
 * Everything that pglift can do to the world. Only this folder imports `node:fs` writes, execa, `pg` and
 * `node:net`; operations get these as values, so what they do can be journaled, counted and left out (`--dry-run`).
 */
export interface Effects {
  readonly files: Files
  readonly processes: Processes
  readonly sql: Sql
  readonly net: Net
  readonly locks: Locks
}
