import type { Session } from '../../effects/sql.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { StandbyView } from '../../models/standby.js'
import { formatConninfo, parseConninfo, withoutPassword } from '../../postgresql/conninfo.js'
import {
  type RecoveryStateRow,
  recoveryState,
  replicationLag,
  walSenders,
} from '../../postgresql/sql/replication.js'
import { connectTo } from './standby-connection.js'

type Seen = Pick<StandbyView, 'replication_lag' | 'wal_sender_state'>

const UNKNOWN: Seen = { replication_lag: null, wal_sender_state: null }

interface LagRow {
  lag: string | null
  wal_sender_state: string | null
}

interface WalSenderRow {
  slot: string | null
  state: string
}

/** The name under which the standby's WAL receiver connects (PostgreSQL docs, "primary_conninfo"). */
function applicationName({ conf, standby }: ObservedInstance): string {
  const named = parseConninfo(standby?.primaryConninfo ?? '').application_name
  return named ?? (String(conf.cluster_name ?? '') || 'walreceiver')
}

async function askPrimary(session: Session, instance: ObservedInstance, lsn: string | null): Promise<Seen> {
  const { text, values } = replicationLag(lsn, applicationName(instance))
  const { rows } = await session.query<LagRow>(text, values)
  const slot = instance.standby?.slot
  const senders = slot === undefined ? [] : (await session.query<WalSenderRow>(walSenders().text)).rows
  const state = senders.find((sender) => sender.slot === slot)?.state ?? rows[0]?.wal_sender_state ?? null
  return { replication_lag: rows[0]?.lag ?? null, wal_sender_state: state as Seen['wal_sender_state'] }
}

/** Nobody waits for long, for a primary that may be gone, to learn the state of its standby. */
const PATIENCE_SECONDS = '3'

function connectPrimary({ effects, settings }: Host, conninfo: string): Promise<Session> {
  const params = { connect_timeout: PATIENCE_SECONDS, ...parseConninfo(conninfo), dbname: 'postgres' }
  return connectTo(effects, {
    conninfo: formatConninfo(params),
    passfile: settings.postgresql.auth.passfile,
  })
}

/** A primary that can't be asked is told, and is no error: the standby is what was asked about. */
async function seenByPrimary(host: Host, instance: ObservedInstance, lsn: string | null): Promise<Seen> {
  const conninfo = instance.standby?.primaryConninfo
  if (conninfo === undefined) return UNKNOWN
  let session: Session | undefined
  try {
    session = await connectPrimary(host, conninfo)
    return await askPrimary(session, instance, lsn)
  } catch (error) {
    host.log.warning(`can't ask the primary of ${instance.id} (is it running?): ${(error as Error).message}`)
    return UNKNOWN
  } finally {
    await session?.close().catch(() => undefined)
  }
}

/** `standby` of `instance get`; null for a primary. What only running servers know is null when they do not run. */
export async function standbyView(host: Host, instance: ObservedInstance): Promise<StandbyView | null> {
  const { standby } = instance
  if (standby === null) return null
  const view = {
    primary_conninfo: formatConninfo(withoutPassword(parseConninfo(standby.primaryConninfo ?? ''))),
    slot: standby.slot ?? null,
  }
  if (!instance.running) return { ...view, ...UNKNOWN, wal_replay_pause_state: null }
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<RecoveryStateRow>(recoveryState(instance.version).text)
  const seen = await seenByPrimary(host, instance, rows[0]?.lsn ?? null)
  const paused = rows[0]?.replay_pause_state ?? null
  return { ...view, ...seen, wal_replay_pause_state: paused as StandbyView['wal_replay_pause_state'] }
}
