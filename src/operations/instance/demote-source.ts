import type { Session } from '../../effects/sql.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RewindSource } from '../../models/rewind.js'
import { obfuscateConninfo } from '../../postgresql/conninfo.js'
import { FOLLOWED_PARAMETERS, type FollowedParameters } from './followed-parameters.js'
import { connectTo, isRefused, refusalReason } from './standby-connection.js'

/** What is to be known of the server that took an instance's place before that is rewound. */
export interface Source {
  /** Values in force of the parameters that a standby may not have lower. */
  readonly parameters: FollowedParameters
  /** pg_control does not tell yet of the promotion, and pg_rewind before 16 would find nothing to do. */
  readonly needsCheckpoint: boolean
}

interface SourceRow {
  system_identifier: string
  checkpoint_timeline: number
  /** File name of the present WAL, which begins with the timeline; null on a standby. */
  walfile: string | null
  parameters: Record<string, string>
}

const SOURCE = `SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system_identifier,
  (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()) AS checkpoint_timeline,
  CASE WHEN NOT pg_catalog.pg_is_in_recovery()
    THEN pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) END AS walfile,
  (SELECT json_object_agg(name, setting) FROM pg_catalog.pg_settings WHERE name = ANY ($1::text[])) AS parameters`

async function sourceRow(session: Session): Promise<SourceRow> {
  const { rows } = await session.query<SourceRow>(SOURCE, [Object.keys(FOLLOWED_PARAMETERS)])
  return rows[0] as SourceRow
}

function requireSameCluster({ id, systemIdentifier }: ObservedInstance, row: SourceRow, where: string): void {
  if (systemIdentifier === undefined || systemIdentifier === row.system_identifier) return
  throw operational(
    'PGLIFT_REWIND_SOURCE',
    `${id} is no copy of the server to rewind from (${where}): their system identifiers differ (${systemIdentifier}, ${row.system_identifier})`,
    {
      hint: `see '--from'; an instance that never replicated that server is created anew with '--standby-for'`,
    },
  )
}

/** The source as it was found. Exported for its tests. */
export function sourceOf({ checkpoint_timeline, walfile, parameters }: SourceRow): Source {
  const timeline = walfile === null ? checkpoint_timeline : Number.parseInt(walfile.slice(0, 8), 16)
  const numbers = Object.entries(parameters).map(([name, value]) => [name, Number(value)])
  return {
    parameters: Object.fromEntries(numbers) as FollowedParameters,
    needsCheckpoint: timeline !== checkpoint_timeline,
  }
}

/**
 * Looks at the server to rewind from, as the role that pg_rewind will use. Fails when nothing answers, when it refuses the
 * role, or when it is another cluster. Undefined when only libpq can open the connection (GSSAPI, service files).
 */
export async function examineSource(
  host: Host,
  instance: ObservedInstance,
  { conninfo, password }: RewindSource,
): Promise<Source | undefined> {
  const where = obfuscateConninfo(conninfo)
  const { passfile } = host.settings.postgresql.auth
  let session: Session
  try {
    session = await connectTo(host.effects, { conninfo, password, passfile })
  } catch (error) {
    if (!isRefused(error)) {
      host.log.debug(`the server to rewind from was not examined: ${(error as Error).message}`)
      return undefined
    }
    const message = `can't connect to the server to rewind from (${where}): ${refusalReason(error)}`
    throw operational('PGLIFT_REWIND_REFUSED', message, {
      cause: error,
      hint: "check '--from' and '--password'; pg_rewind needs a database name in it, too",
    })
  }
  try {
    const row = await sourceRow(session)
    requireSameCluster(instance, row, where)
    return sourceOf(row)
  } finally {
    await session.close()
  }
}
