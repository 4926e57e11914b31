import { join } from 'node:path'
import {
  type InstanceConfigureEvent,
  type ObservedInstance,
  operational,
  operations,
  RECOVERY,
  Secret,
} from '@pglift/sdk'
import { fqdn } from '../fqdn.js'
import { withKnownPasswords } from '../known-passwords.js'
import { memberOf } from '../member/read.js'
import { fieldOf, type PatroniField } from '../model.js'
import { requirePasswords } from '../passwords.js'
import type { Session } from '../session.js'
import { planMemberFile } from './instance-initialise.js'
import { planMemberChanges } from './member-changes.js'

const INITIAL_CONF = '.postgresql.conf.initdb'

/** Members replicate as a role that a primary made without Patroni may not have. */
async function requireReplicationRole(
  { sessions, settings }: Session,
  instance: ObservedInstance,
): Promise<void> {
  const { replrole } = settings.postgresql
  if (!instance.running) return
  const session = await sessions.to(instance)
  const { rows } = await session.query<{ ok: boolean }>(
    'SELECT rolreplication AND rolcanlogin AS ok FROM pg_catalog.pg_roles WHERE rolname = $1',
    [replrole],
  )
  if (rows[0]?.ok === true) return
  throw operational(
    'PGLIFT_PATRONI_ROLE',
    `instance ${instance.id} has no role '${replrole}' that may replicate`,
    {
      hint: `create it: 'pglift role -i ${instance.id} create ${replrole} --login --replication --password'`,
    },
  )
}

async function fileOf(
  { effects }: Session,
  { datadir, conf }: ObservedInstance,
  parameter: string,
  name: string,
): Promise<string> {
  return (await effects.files.readText(String(conf[parameter] ?? join(datadir, name)))) ?? ''
}

/** What was in postgresql.conf is in the member's file now; below that nothing but initdb's values may count. */
async function planInitialConf(
  { effects }: Session,
  { plan }: InstanceConfigureEvent,
  { datadir }: ObservedInstance,
): Promise<void> {
  const initial = await effects.files.readText(join(datadir, INITIAL_CONF))
  if (initial !== undefined)
    plan.file({ path: join(datadir, 'postgresql.conf'), content: new Secret(initial), mode: 0o600 })
}

async function convert(
  session: Session,
  event: InstanceConfigureEvent,
  field: PatroniField,
  observed: ObservedInstance,
): Promise<void> {
  const { plan, port } = event
  await requireReplicationRole(session, observed)
  // Whom a member follows, and how far, Patroni says.
  const conf = Object.fromEntries(Object.entries(event.conf).filter(([name]) => !RECOVERY.includes(name)))
  const request = {
    ...event,
    conf,
    field,
    desired: await withKnownPasswords(session, event.desired, port),
    hba: await fileOf(session, observed, 'hba_file', 'pg_hba.conf'),
    ident: await fileOf(session, observed, 'ident_file', 'pg_ident.conf'),
    fqdn: await fqdn(session.effects, field),
  }
  requirePasswords(session, request)
  const { serverService } = await operations()
  const service = serverService(observed)
  const { qualname, bindir, datadir, startLog: log } = observed
  await session.services.managed(plan, service, 'stop')
  plan.step(
    'postgresql.stop',
    { qualname, bindir, datadir, log, mode: 'fast' },
    { title: `stopping PostgreSQL ${qualname}` },
  )
  await session.services.disable(plan, service)
  await planInitialConf(session, event, observed)
  await planMemberFile(session, plan, request, { isNew: false })
}

/**
 * An instance that runs by itself becomes the first member of a cluster: Patroni takes its data directory over. A member
 * is brought to what the manifest says of it.
 */
export function instanceConfigured(session: Session): (event: InstanceConfigureEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, observed, purpose } = event
    const field = fieldOf(desired)
    if (field === null || observed === undefined || purpose !== 'alter') return
    const member = await memberOf(session, instance)
    if (member === undefined) await convert(session, event, field, observed)
    else await planMemberChanges(session, event, field, member)
  }
}
