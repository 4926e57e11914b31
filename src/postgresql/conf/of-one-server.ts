/** Where a server lies: never right in a copy of its configuration. */
export const PLACES = [
  'data_directory',
  'config_file',
  'hba_file',
  'ident_file',
  'external_pid_file',
] as const

/**
 * How far a recovery goes (PostgreSQL docs, "Recovery Target"): on a server that was restored, and in every copy of it, a
 * standby would end there.
 */
export const RECOVERY_TARGET = [
  'recovery_target',
  'recovery_target_action',
  'recovery_target_inclusive',
  'recovery_target_lsn',
  'recovery_target_name',
  'recovery_target_time',
  'recovery_target_timeline',
  'recovery_target_xid',
] as const

/** Which server a standby follows, and how far: right for one server at one time, never in a copy of its configuration. */
export const RECOVERY: readonly string[] = ['primary_conninfo', 'primary_slot_name', ...RECOVERY_TARGET]

/**
 * What a server made of another one's files does not take from it: where it was, and what it followed. So it is with an
 * upgraded instance, and with one that is made of a backup.
 */
export const OF_ONE_SERVER: readonly string[] = ['port', ...PLACES, ...RECOVERY]
