import { type Argv, argvConninfo, program } from './argv.js'

export interface BaseBackupOptions {
  bindir: string
  datadir: string
  waldir?: string
  /** Connection string to the primary, without password (PGPASSWORD). */
  conninfo: string
  /** Slot that exists on the primary; also written to the standby's `primary_slot_name`. */
  slot?: string
}

/** `pg_basebackup` that makes a standby: it writes standby.signal and primary_conninfo. */
export function baseBackupArgv({ bindir, datadir, waldir, conninfo, slot }: BaseBackupOptions): Argv {
  return [
    program(bindir, 'pg_basebackup'),
    `--pgdata=${datadir}`,
    '--write-recovery-conf',
    '--checkpoint=fast',
    '--no-password',
    '--progress',
    '--verbose',
    `--dbname=${argvConninfo(conninfo)}`,
    ...(waldir === undefined ? [] : [`--waldir=${waldir}`]),
    ...(slot === undefined ? [] : [`--slot=${slot}`]),
  ]
}
