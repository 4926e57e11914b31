import { type InstanceConfigureEvent, type ObservedInstance, operations } from '@pglift/sdk'
import type { StanzaInfo } from '../info.js'
import { fieldOf } from '../model.js'
import { connectingArgs, planCheck, planStanza } from '../plan.js'
import { remoteRepositories, stanzaHost } from '../repositories.js'
import { backupSchedule } from '../schedule.js'
import type { Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { backupRole } from './instance-objects.js'

type Event = InstanceConfigureEvent

/** What this command has learnt of stanzas before it began, so that no repository is asked twice. */
export type KnownStanzas = ReadonlyMap<string, StanzaInfo>

const ON_STANDBY = 'not checking pgBackRest configuration on a standby'

/** A stanza on another host is created there, once that host can reach the instance. */
function missingThere(stanza: string, host: string): string {
  return `stanza '${stanza}' must be created on its repository host, ${host}, before WAL can be archived: 'pgbackrest --stanza=${stanza} stanza-create'`
}

/** The stanza in the repositories; what has to be done on another host for it is told. Answers whether it will be there. */
function planStanzas(
  { section }: Session,
  { plan, instance }: Event,
  stanza: string,
  info: StanzaInfo,
  late: boolean,
) {
  if (stanzaHost(section) === undefined) {
    const backup = `'pglift instance backup ${instance.id}'`
    const afterwards = late ? { afterwards: `stanza '${stanza}' has no backup yet: make one, ${backup}` } : {}
    planStanza({ section }, plan, stanza, instance.datadir, { existed: info.exists, ...afterwards })
    return true
  }
  const missing = remoteRepositories(section).filter(({ key }) => !info.present.includes(key))
  for (const { repository } of missing)
    plan.step('pgbackrest.unchecked', { why: missingThere(stanza, repository.host) })
  return missing.length === 0
}

/** On creation, while the server runs: the stanza in the repositories, then the proof. */
export async function planNew(
  session: Session,
  event: Event,
  stanza: string,
  known: KnownStanzas,
): Promise<void> {
  const { instance, desired, plan, standby } = event
  if (standby) {
    plan.step('pgbackrest.unchecked', { why: ON_STANDBY })
    return
  }
  const info = known.get(stanza) ?? (await stanzaInfo(session, stanza))
  if (!planStanzas(session, event, stanza, info, false)) return
  planCheck(plan, connectingArgs(session, stanza, instance.datadir, fieldOf(desired)?.password))
}

/** Whether the server that runs archives: `archive_mode` takes a restart, which may be yet to come. */
async function isArchiving({ sessions }: Session, running: ObservedInstance): Promise<boolean> {
  const connection = await sessions.to(running)
  const { rows } = await connection.query<{ archive_mode: string }>('SHOW archive_mode')
  return rows[0]?.archive_mode !== 'off'
}

/** The role that makes backups, in an instance that was made without. */
async function planRole(
  session: Session,
  { desired, plan }: Event,
  running: ObservedInstance,
): Promise<void> {
  const { planOwnRole } = await operations()
  const { backuprole, auth } = session.settings.postgresql
  const password = fieldOf(desired)?.password ?? null
  plan.append(await planOwnRole(session.sessions, running, backupRole(session, password)))
  if (password !== null && backuprole.pgpass)
    session.log.warning(
      `password of '${backuprole.name}' is not in ${auth.passfile} yet: 'pglift role -i ${running.id} alter ${backuprole.name} --password' puts it there`,
    )
}

/** An instance that exists gets what one that is created with a stanza has: role, stanza, proof. */
export async function planLate(session: Session, event: Event, stanza: string): Promise<void> {
  const { instance, desired, plan } = event
  const { observeInstance } = await operations()
  // A restart, which may have moved its port, lies behind it.
  const now = await observeInstance(session.effects, instance)
  if (now === undefined || now.standby !== null) {
    plan.step('pgbackrest.unchecked', { why: ON_STANDBY })
    return
  }
  await planRole(session, event, now)
  await session.services.schedule(plan, backupSchedule(instance, null), 'start')
  if (!planStanzas(session, event, stanza, await stanzaInfo(session, stanza), true)) return
  if (await isArchiving(session, now))
    planCheck(plan, connectingArgs(session, stanza, instance.datadir, fieldOf(desired)?.password))
  else
    plan.step('pgbackrest.unchecked', {
      why: `${instance.id} archives no WAL before its next restart: 'pglift instance restart ${instance.id}'`,
    })
}
