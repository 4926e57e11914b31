import { hasFeature, type PostgresVersion } from '../versions.js'
import { type Statement, statement } from './statement.js'

/** A row of `listPhysicalSlots`. */
export interface SlotRow {
  name: string
  active: boolean
  restart_lsn: string | null
  wal_status: string | null
}

/** Creates a physical slot; with `reserveWal` it keeps WAL from now on, not from its first use. */
export function createPhysicalSlot(name: string, { reserveWal = false } = {}): Statement {
  return {
    text: 'SELECT slot_name::text AS name FROM pg_catalog.pg_create_physical_replication_slot($1::name, $2::boolean)',
    values: [name, reserveWal],
  }
}

export function dropReplicationSlot(name: string): Statement {
  return { text: 'SELECT pg_catalog.pg_drop_replication_slot($1::name)', values: [name] }
}

/** Permanent physical slots, sorted by name. */
export function listPhysicalSlots(): Statement {
  return statement(`SELECT slot_name::text AS name, active, restart_lsn::text AS restart_lsn, wal_status
FROM pg_catalog.pg_replication_slots
WHERE slot_type = 'physical' AND NOT temporary
ORDER BY slot_name::text COLLATE "C"`)
}

export function pauseWalReplay(): Statement {
  return statement('SELECT pg_catalog.pg_wal_replay_pause()')
}

export function resumeWalReplay(): Statement {
  return statement('SELECT pg_catalog.pg_wal_replay_resume()')
}

/** Waits, at most `seconds`, until the standby takes writes: column `promoted`. */
export function promote(seconds: number): Statement {
  return { text: 'SELECT pg_catalog.pg_promote(true, $1::int) AS promoted', values: [seconds] }
}

/** The row of `recoveryState`. */
export interface RecoveryStateRow {
  in_recovery: boolean
  /** `not paused`, `pause requested` (not in 13), `paused`; null on a primary. */
  replay_pause_state: string | null
  /** Last location replayed, or written on a primary. */
  lsn: string | null
  timeline: number
}

/** Whether the server is a standby, and how far it is. */
export function recoveryState(version: PostgresVersion): Statement {
  const paused = hasFeature(version, 'walReplayPauseState')
    ? 'pg_catalog.pg_get_wal_replay_pause_state()'
    : "CASE WHEN pg_catalog.pg_is_wal_replay_paused() THEN 'paused' ELSE 'not paused' END"
  return statement(`SELECT r.in_recovery,
  CASE WHEN r.in_recovery THEN ${paused} END AS replay_pause_state,
  CASE WHEN r.in_recovery THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END::text AS lsn,
  (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()) AS timeline
FROM (SELECT pg_catalog.pg_is_in_recovery() AS in_recovery) r`)
}

/**
 * On a primary: bytes from `replayed`, a standby's last location, to the present, as `lag` (decimal text), and the
 * state of the WAL sender for `applicationName` (startup, catchup, streaming, backup, stopping; null when none) as
 * `wal_sender_state`.
 */
export function replicationLag(replayed: string | null, applicationName: string): Statement {
  return {
    text: `SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), $1::pg_lsn)::text AS lag,
  (SELECT s.state FROM pg_catalog.pg_stat_replication s WHERE s.application_name = $2::text
    ORDER BY s.backend_start DESC LIMIT 1) AS wal_sender_state`,
    values: [replayed, applicationName],
  }
}

/** WAL senders of a primary, to pick the one of a standby by slot or application name. */
export function walSenders(): Statement {
  return statement(`SELECT s.pid, s.application_name, s.client_addr::text AS client_addr, s.state,
  s.replay_lsn::text AS replay_lsn, slot.slot_name::text AS slot
FROM pg_catalog.pg_stat_replication s
LEFT JOIN pg_catalog.pg_replication_slots slot ON slot.active_pid = s.pid
ORDER BY s.pid`)
}
