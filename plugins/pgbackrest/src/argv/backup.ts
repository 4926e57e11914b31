import type { Argv } from '@pglift/sdk'
import { pgbackrestArgv, type Tool } from './argv.js'

export const BACKUP_TYPES = ['full', 'incr', 'diff'] as const
export type BackupType = (typeof BACKUP_TYPES)[number]

export interface BackupOptions {
  readonly type: BackupType
  /** Copy from the standby; the primary is only asked to begin and to end. */
  readonly standby: boolean
  /** Names of the databases, noted with the backup. */
  readonly databases?: readonly string[]
  /** Key of the repository, where there are several. */
  readonly repository?: number
}

/** Under which the names of the databases are noted, as a JSON list. */
export const DATABASES_ANNOTATION = 'pglift-databases'

/** Bytes of one argument that Linux takes (MAX_ARG_STRLEN), less than half of them: what is noted is copied around. */
const LONGEST_NOTE = 60_000

/** A backup with its progress on standard output. */
export function backupArgv(tool: Tool, stanza: string, options: BackupOptions): Argv {
  const { type, standby, databases, repository } = options
  const note = databases === undefined ? undefined : JSON.stringify(databases)
  return pgbackrestArgv(
    tool,
    stanza,
    'backup',
    [
      `--type=${type}`,
      '--start-fast',
      ...(standby ? ['--backup-standby'] : []),
      ...(repository === undefined ? [] : [`--repo=${repository}`]),
      ...(note === undefined || Buffer.byteLength(note) > LONGEST_NOTE
        ? []
        : [`--annotation=${DATABASES_ANNOTATION}=${note}`]),
    ],
    { progress: true },
  )
}
