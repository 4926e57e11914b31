import type { Session } from '../../effects/sql.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { Instance } from '../../models/instance-identity.js'
import type { Standby } from '../../models/standby.js'
import { obfuscateConninfo } from '../../postgresql/conninfo.js'
import { listPhysicalSlots, type SlotRow } from '../../postgresql/sql/replication.js'
import { FOLLOWED_PARAMETERS, type FollowedParameters } from './followed-parameters.js'
import { connectTo, isRefused, refusalReason, type Upstream } from './standby-connection.js'

/** What a standby must know of its primary before it is made. */
export interface Primary {
  /** Values in force of the parameters that a standby may not have lower. */
  readonly parameters: FollowedParameters
}

/** Since PostgreSQL 15 a replication connection can be asked for a slot. */
const READ_SLOT_SINCE = 150000

async function show(session: Session, name: string): Promise<string> {
  const { rows } = await session.query<Record<string, string>>(`SHOW ${name}`)
  return String(rows[0]?.[name])
}

async function hasSlot(host: Host, session: Session, upstream: Upstream, version: number, slot: string) {
  if (version >= READ_SLOT_SINCE) {
    const { rows } = await session.query<{ slot_type: string | null }>(`READ_REPLICATION_SLOT ${slot}`)
    return rows[0]?.slot_type === 'physical'
  }
  const ordinary = await connectTo(host.effects, upstream).catch(() => undefined)
  // pg_basebackup will tell.
  if (ordinary === undefined) return true
  try {
    const { rows } = await ordinary.query<SlotRow>(listPhysicalSlots().text)
    return rows.some(({ name }) => name === slot)
  } finally {
    await ordinary.close()
  }
}

function requireVersion({ version, id }: Instance, serverVersion: number, where: string): void {
  const major = Math.trunc(serverVersion / 10000)
  if (String(major) === version) return
  throw operational(
    'PGLIFT_PRIMARY_VERSION',
    `the primary (${where}) is of PostgreSQL ${major}, the standby ${id} would be of ${version}`,
    { hint: `create it with '--version=${major}': physical replication needs the same major` },
  )
}

async function examine(
  host: Host,
  session: Session,
  instance: Instance,
  standby: Standby,
  upstream: Upstream,
) {
  const where = obfuscateConninfo(standby.primary_conninfo)
  const version = Number(await show(session, 'server_version_num'))
  requireVersion(instance, version, where)
  if (standby.slot !== null && !(await hasSlot(host, session, upstream, version, standby.slot)))
    throw operational(
      'PGLIFT_SLOT_MISSING',
      `replication slot '${standby.slot}' does not exist on the primary (${where})`,
      { hint: `create it there first: 'pglift instance alter <primary> --create-slot=${standby.slot}'` },
    )
  const entries: [string, number][] = []
  for (const name of Object.keys(FOLLOWED_PARAMETERS)) entries.push([name, Number(await show(session, name))])
  return { parameters: Object.fromEntries(entries) as FollowedParameters }
}

/**
 * Looks at the primary that a standby is to be made of, over the same kind of connection that pg_basebackup will open.
 * Fails when nothing answers, when it refuses the role, is of another major, or lacks the slot. Undefined when only
 * libpq can open the connection (GSSAPI, service files).
 */
export async function examinePrimary(
  host: Host,
  instance: Instance,
  standby: Standby,
): Promise<Primary | undefined> {
  const { primary_conninfo: conninfo, password } = standby
  const upstream = { conninfo, password, passfile: host.settings.postgresql.auth.passfile }
  let session: Session
  try {
    session = await connectTo(host.effects, upstream, { replication: true })
  } catch (error) {
    if (!isRefused(error)) {
      host.log.debug(`the primary was not examined: ${(error as Error).message}`)
      return undefined
    }
    throw operational(
      'PGLIFT_PRIMARY_REFUSES',
      `can't connect to the primary (${obfuscateConninfo(conninfo)}) for replication: ${refusalReason(error)}`,
      {
        cause: error,
        hint: `check '--standby-for' and '--standby-password', and that pg_hba.conf of the primary has a 'replication' record for this host`,
      },
    )
  }
  try {
    return await examine(host, session, instance, standby, upstream)
  } finally {
    await session.close()
  }
}
