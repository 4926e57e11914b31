import {
  type InstanceConfigureEvent,
  type ObservedInstance,
  operational,
  operations,
  reachable,
} from '@pglift/sdk'
import { DEFAULT_DATABASE, requireDatabase } from '../database.js'
import { extensionsWith, librariesWith } from '../extensions.js'
import type { FindInstallation } from '../installation.js'
import { hasPowa, LIBRARIES, librariesOf, libraryNames, listsAll, orderProblem } from '../libraries.js'
import { optionalExtensions } from '../missing.js'
import { fieldOf, type PowaField } from '../model.js'
import { planRepository } from '../repository.js'
import type { Session } from '../settings.js'
import { powaRole } from './instance-objects.js'

/** The site's template may order libraries, too. */
function requireOrder({ instance, conf }: InstanceConfigureEvent): void {
  const problem = orderProblem(librariesOf(conf))
  if (problem === undefined) return
  throw operational('PGLIFT_POWA_LIBRARIES', `shared_preload_libraries of ${instance.id}: ${problem}`, {
    hint: "put 'pg_stat_statements' first, in the site's template postgresql.conf or in the instance's settings",
  })
}

function warnOfStopped(
  { log, section }: Session,
  { instance: { id }, changes }: InstanceConfigureEvent,
  { password }: PowaField,
): void {
  if (changes[LIBRARIES] !== undefined)
    log.warning(`PoWA is not set up in ${id} while it is stopped: apply its manifest again once it runs`)
  else if (password !== null)
    log.warning(`instance ${id} is not running: password of role '${section.role}' can't be compared`)
}

/** The libraries that the server has loaded, whatever its configuration says by now. */
async function loadedLibraries({ sessions }: Session, instance: ObservedInstance): Promise<string[]> {
  const connection = await sessions.to(instance)
  const { rows } = await connection.query<{ shared_preload_libraries: string }>(`SHOW ${LIBRARIES}`)
  return libraryNames(rows[0]?.shared_preload_libraries ?? '')
}

/** The role: made when it isn't there, else only its password follows. */
async function planRole(
  { sessions, section }: Session,
  { plan }: InstanceConfigureEvent,
  instance: ObservedInstance,
  { password }: PowaField,
): Promise<void> {
  const { planOwnRole } = await operations()
  plan.append(await planOwnRole(sessions, instance, powaRole(section.role, password)))
}

/** What an instance lacks that existed before its site or its manifest wanted PoWA. */
async function planMissing(
  session: Session,
  find: FindInstallation,
  event: InstanceConfigureEvent,
  instance: ObservedInstance,
  field: PowaField,
): Promise<void> {
  const { log, section } = session
  const { id } = instance
  const optional = await optionalExtensions(session, find, instance)
  const loaded = await loadedLibraries(session, instance)
  if (!librariesWith(optional).every((name) => loaded.includes(name))) {
    log.warning(
      `PoWA is not set up in ${id} before a restart: run 'pglift instance restart ${id}', then apply its manifest again`,
    )
    return
  }
  await requireDatabase(session, instance, section.dbname)
  await planRole(session, event, instance, field)
  await planRepository(session, event.plan, instance, section.dbname, extensionsWith(optional))
}

/** A new primary runs by now, and has got its role and database. */
async function planCheck(
  { section: { dbname } }: Session,
  { instance, desired, port, conf, plan }: InstanceConfigureEvent,
  field: PowaField | null,
): Promise<void> {
  if (field === null || desired.standby !== null || dbname === DEFAULT_DATABASE) return
  const socketDirectory = (await operations()).firstSocketDirectory(conf)
  plan.step('powa.check-database', { instance: reachable({ ...instance, port, socketDirectory }), dbname })
}

function sayWhatIsLeft({ log, section }: Session, { instance, changes }: InstanceConfigureEvent): void {
  const { dbname, role } = section
  if (changes[LIBRARIES] !== undefined)
    log.info(
      `database '${dbname}' and role '${role}' of ${instance.id} are kept, with what PoWA has collected: drop them if nobody needs them`,
    )
}

/**
 * A new primary has got its role and database by now. In one that exists the password follows the manifest, and what is
 * missing is made, unless it is only altered: then nothing is looked after but what the options say.
 */
export function instanceConfigured(
  session: Session,
  find: FindInstallation,
): (event: InstanceConfigureEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, observed, purpose } = event
    const field = fieldOf(desired)
    if (field !== null) requireOrder(event)
    if (purpose === 'create') return planCheck(session, event, field)
    if (purpose !== 'alter' || observed === undefined || observed.standby !== null) return
    if (field === null) {
      if (hasPowa(observed.conf)) sayWhatIsLeft(session, event)
      return
    }
    const { observeInstance } = await operations()
    // A restart, which may have moved its port, lies behind it.
    const now = await observeInstance(session.effects, instance)
    if (now?.running !== true) return warnOfStopped(session, event, field)
    if (!listsAll(desired.settings)) return planMissing(session, find, event, now, field)
    if (field.password !== null) await planRole(session, event, now, field)
  }
}
