import type { BackupType } from './argv/backup.js'
import type { StanzaBackup } from './info.js'

const DAY_MS = 86_400_000

/** Timers of backups are randomised: one that fires a little earlier than a week ago must not wait for another day. */
const SLACK_DAYS = 0.5

/**
 * Full when the last full backup of the present cluster in that repository is `days` old, or there is none; else the type
 * that was asked for.
 */
export function dueType(
  type: BackupType,
  days: number,
  backups: readonly Pick<StanzaBackup, 'type' | 'date_start' | 'isCurrent' | 'repository'>[],
  repository: number,
  nowMs: number,
): BackupType {
  const starts = backups
    .filter((each) => each.type === 'full' && each.isCurrent && each.repository === repository)
    .map(({ date_start }) => Date.parse(date_start))
  const ageMs = nowMs - Math.max(...starts, Number.NEGATIVE_INFINITY)
  return ageMs >= (days - SLACK_DAYS) * DAY_MS ? 'full' : type
}
