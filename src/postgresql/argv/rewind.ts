import { type Argv, argvConninfo, program } from './argv.js'

export interface RewindOptions {
  bindir: string
  datadir: string
  /** Connection string to the new primary, as a role that may run pg_rewind; without password (PGPASSWORD). */
  conninfo: string
  /** What the user gave after `--`. */
  extra?: readonly string[]
}

/** `pg_rewind` that turns a former primary into a standby of `conninfo`. */
export function rewindArgv({ bindir, datadir, conninfo, extra = [] }: RewindOptions): Argv {
  return [
    program(bindir, 'pg_rewind'),
    `--target-pgdata=${datadir}`,
    `--source-server=${argvConninfo(conninfo)}`,
    '--write-recovery-conf',
    ...extra,
  ]
}
