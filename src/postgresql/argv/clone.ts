import { type Argv, argvConninfo, program } from './argv.js'

export interface CloneOptions {
  bindir: string
  /** Source, without password (PGPASSWORD of pg_dump alone). */
  source: string
  /** The new database; without password (PGPASSWORD of pg_restore alone). */
  target: string
  schemaOnly?: boolean
  /** `-vv`, for debug logs. */
  verbose?: boolean
}

/** `pg_dump` whose output `pg_restore` reads, to fill a new database from another. */
export function cloneArgv(options: CloneOptions): { dump: Argv; restore: Argv } {
  const shared = [...(options.schemaOnly ? ['--schema-only'] : []), ...(options.verbose ? ['-vv'] : [])]
  return {
    dump: [
      program(options.bindir, 'pg_dump'),
      '--format=custom',
      ...shared,
      `--dbname=${argvConninfo(options.source)}`,
    ],
    restore: [
      program(options.bindir, 'pg_restore'),
      '--exit-on-error',
      ...shared,
      `--dbname=${argvConninfo(options.target)}`,
    ],
  }
}
