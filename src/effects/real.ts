import type { Effects } from './effects.js'
import { realFiles } from './files.js'
import { realLocks } from './locks.js'
import { realNet } from './net.js'
import { realProcesses } from './processes.js'
import { realSql } from './sql.js'

/** The effects of a running pglift. */
export function realEffects(): Effects {
  return {
    files: realFiles(),
    processes: realProcesses(),
    sql: realSql(),
    net: realNet(),
    locks: realLocks(),
  }
}
