import { type Argv, program } from './argv.js'

export interface UpgradeOptions {
  oldBindir: string
  newBindir: string
  oldDatadir: string
  newDatadir: string
  superuser: string
  oldPort?: number
  newPort?: number
  /** Where both servers put their sockets; the current directory unless given. */
  socketDirectory?: string
  /** What the user gave after `--`: `--link`, `--clone`, `--jobs=3`, `--check`. */
  extra?: readonly string[]
}

/** `pg_upgrade` of the new major. It writes scripts and logs into its working directory. */
export function upgradeArgv(options: UpgradeOptions): Argv {
  const { oldPort, newPort, socketDirectory } = options
  return [
    program(options.newBindir, 'pg_upgrade'),
    `--old-bindir=${options.oldBindir}`,
    `--new-bindir=${options.newBindir}`,
    `--old-datadir=${options.oldDatadir}`,
    `--new-datadir=${options.newDatadir}`,
    `--username=${options.superuser}`,
    ...(oldPort === undefined ? [] : [`--old-port=${oldPort}`]),
    ...(newPort === undefined ? [] : [`--new-port=${newPort}`]),
    ...(socketDirectory === undefined ? [] : [`--socketdir=${socketDirectory}`]),
    ...(options.extra ?? []),
  ]
}
