import { join } from 'node:path'
import {
  choice,
  type Effects,
  type Instance,
  integer,
  nullable,
  object,
  type Schedule,
  section,
  text,
} from '@pglift/sdk'
import { BACKUP_TYPES, type BackupType } from './argv/backup.js'

/** When backups of an instance are made, and of which type; null: as the site says. */
export interface BackupSchedule {
  readonly calendar: string | null
  readonly type: BackupType | null
}

const CALENDAR = 'in the calendar syntax of systemd.time(7)'

/** `schedule` of the site settings. */
export const scheduleSetting = section(
  {
    calendar: text({
      description: `When backups are made, ${CALENDAR}, with a random delay of up to an hour.`,
      default: 'daily',
      minLength: 1,
      examples: ['Sun 02:00'],
    }),
    type: choice(BACKUP_TYPES, {
      description: 'Type of these backups.',
      default: 'incr',
      examples: ['diff'],
    }),
    full_after: nullable(
      integer({
        description:
          'Days after which such a backup is a full one whatever its type, as only those let older ones expire; null: never.',
        default: 7,
        minimum: 1,
        examples: [14],
      }),
    ),
  },
  {
    description: 'Backups that the scheduler of the site makes, of every instance that has a stanza.',
    examples: [{ calendar: 'Mon..Fri 23:00', type: 'diff' }],
  },
)

/** `schedule` of the field `pgbackrest` of an instance. */
export const scheduleField = nullable(
  object(
    {
      calendar: nullable(
        text({
          description: `When backups of the instance are made, ${CALENDAR}; by default as the site settings say.`,
          minLength: 1,
          examples: ['Sun 02:00'],
        }),
      ),
      type: nullable(
        choice(BACKUP_TYPES, {
          description: 'Type of the backups that are made then; by default as the site settings say.',
          examples: ['full'],
        }),
      ),
    },
    { description: 'Scheduled backups of the instance.' },
  ),
)

/** Directory of pgBackRest's configuration, from the settings. */
interface Configured {
  readonly configpath: string
}

/** File of what an instance has otherwise than the site; there is none for an instance that has nothing. */
export function schedulePath({ configpath }: Configured, { qualname }: Pick<Instance, 'qualname'>): string {
  return join(configpath, 'schedules', `${qualname}.json`)
}

/** Text of that file; null for none. */
export function scheduleText(schedule: BackupSchedule | null | undefined): string | null {
  if (!schedule?.calendar && !schedule?.type) return null
  const { calendar, type } = schedule
  return `${JSON.stringify({ calendar, type })}\n`
}

/** What an instance has of its own. */
export async function ownSchedule(
  section: Configured,
  { files }: Pick<Effects, 'files'>,
  instance: Pick<Instance, 'qualname'>,
): Promise<BackupSchedule | null> {
  const written = await files.readText(schedulePath(section, instance))
  return written === undefined ? null : (JSON.parse(written) as BackupSchedule)
}

/** The schedule as the site's scheduler takes it. */
export function backupSchedule(
  { qualname }: Pick<Instance, 'qualname'>,
  own: BackupSchedule | null | undefined,
): Schedule {
  return {
    name: 'backup',
    instance: qualname,
    ...(own?.calendar ? { calendar: own.calendar } : {}),
    ...(own?.type ? { environment: { BACKUP_TYPE: own.type } } : {}),
  }
}
