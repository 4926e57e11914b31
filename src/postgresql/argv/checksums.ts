import { type Argv, program } from './argv.js'

/** `pg_checksums` on the data directory of a stopped instance. */
export function checksumsArgv(bindir: string, datadir: string, action: 'enable' | 'disable' | 'check'): Argv {
  return [program(bindir, 'pg_checksums'), `--${action}`, `--pgdata=${datadir}`]
}
