import { jsonSchema, list, object, path } from '@pglift/sdk'
import type { BackupType } from './argv/backup.js'
import { scheduleSetting } from './schedule.js'
import { type Options, optionMap, type SecretSource, secretSources } from './settings-options.js'
import { type Repository, repositoryModes } from './settings-repository.js'

/** The section `pgbackrest` of the site settings, resolved. */
export interface PgbackrestSettings {
  readonly execpath: string
  /** Directory of `pgbackrest.conf`, `server.conf` and `conf.d`. */
  readonly configpath: string
  /** Repository 1. */
  readonly repository: Repository
  /** Repositories 2, 3 and so on. */
  readonly further_repositories: readonly Repository[]
  readonly logpath: string
  readonly spoolpath: string
  readonly lockpath: string
  /** Of the backups that the scheduler of the site makes. */
  readonly schedule: {
    readonly calendar: string
    readonly type: BackupType
    /** Days. */
    readonly full_after: number | null
  }
  /** Further options of pgBackRest, for all stanzas. */
  readonly options: Options
  readonly secrets: readonly SecretSource[]
}

/** Schema of the section. */
export const schema = object(
  {
    execpath: path('absolute', {
      description: 'The program.',
      default: '/usr/bin/pgbackrest',
      exists: 'executable',
      examples: ['/usr/local/bin/pgbackrest'],
    }),
    configpath: path('config', {
      description: 'Directory of its configuration.',
      default: 'pgbackrest',
      examples: ['/etc/pgbackrest'],
    }),
    repository: jsonSchema<Repository>({
      description: 'Where backups and WAL are kept.',
      anyOf: repositoryModes,
      examples: [{ mode: 'path', path: '/backup/pgbackrest' }],
    }),
    further_repositories: list(
      jsonSchema<Repository>({ description: 'A further repository.', anyOf: repositoryModes }),
      {
        description:
          'Repositories 2, 3 and so on: WAL goes to all of them, a backup to the one that is asked for.',
        default: [],
        examples: [[{ mode: 'path', path: '/mnt/nas/pgbackrest', retention: { full: 4 } }]],
      },
    ),
    logpath: path('log', {
      description: 'Directory of its logs.',
      default: 'pgbackrest',
      examples: ['/var/log/pgbackrest'],
    }),
    spoolpath: path('data', {
      description: 'Directory of WAL that is on its way, when it is sent asynchronously.',
      default: 'pgbackrest/spool',
      examples: ['/var/spool/pgbackrest'],
    }),
    lockpath: path('run', {
      description: 'Directory of its locks; it makes it itself.',
      default: 'pgbackrest/lock',
      examples: ['/run/pgbackrest'],
    }),
    schedule: scheduleSetting,
    options: optionMap(
      'Further options of pgBackRest for all stanzas, by its own names without dashes in front.',
      { 'process-max': 4, 'compress-type': 'zst' },
    ),
    secrets: secretSources('repo1-cipher-pass'),
  },
  { description: 'Backups by pgBackRest.', examples: [{ repository: { mode: 'path', path: '/backup' } }] },
)
