import type { JournalRecord } from '../../engine/journal.js'
import { close, rollBack } from '../../engine/recover.js'
import type { Host } from '../../host/host.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { RewindSourceModel } from '../../models/rewind.js'
import { validate } from '../../models/validate.js'
import { parseInstanceId } from '../../postgresql/names.js'
import type { DemotionJournal } from '../instance/demote.js'
import { locateInstance } from '../instance/locate.js'
import { observeInstance } from '../instance/observe.js'
import type { UpgradeJournal } from '../instance/upgrade.js'
import { validationContext } from '../instance/validation.js'
import { withSecrets } from './secrets.js'

/** Does an interrupted operation again, to its end. Its journal is closed first: the new one is another operation. */
type Resume = (host: Host, journal: JournalRecord) => Promise<void>

const CREATES = 'data-directory.create'
const REMOVES = 'data-directory.remove'

/** The instance that an operation was about, whatever is left of it; undefined for the site, and for a recovery. */
export function instanceIn({ settings }: Host, { header: { object } }: JournalRecord): Instance | undefined {
  if (!/^\d+\//.test(object)) return undefined
  const { version, name } = parseInstanceId(object)
  return version === undefined ? undefined : locateInstance(settings, version, name)
}

async function observed(host: Host, journal: JournalRecord): Promise<ObservedInstance | undefined> {
  const instance = instanceIn(host, journal)
  return instance === undefined ? undefined : observeInstance(host.effects, instance)
}

async function manifestIn(host: Host, { header }: JournalRecord, operation: 'create' | 'update') {
  const request = await withSecrets(host, header.object, header.request)
  return validate(host.instanceModel, request, validationContext(host, operation))
}

/** A half-made data directory is nothing to build on. */
const create: Resume = async (host, journal) => {
  const desired = await manifestIn(host, journal, 'create')
  const [error] = await rollBack(host.engine, journal)
  if (error !== undefined) throw error
  const { createInstance } = await import('../instance/create.js')
  const { verb } = journal.header
  await createInstance(host, desired, { verb, replaceSettings: verb === 'instance apply' })
}

const update: Resume = async (host, journal) => {
  const desired = await manifestIn(host, journal, 'update')
  await close(host.engine, journal)
  const { applyInstance } = await import('../instance/apply.js')
  await applyInstance(host, desired)
}

/** What is left of a data directory whose removal was interrupted is no instance any more, but still in the way. */
async function removeRest(host: Host, instance: Instance, journal: JournalRecord): Promise<void> {
  const begun = journal.steps.some((step) => step?.kind === REMOVES)
  if (!begun) return
  const { removeInstanceFiles } = await import('./remove-rest.js')
  await removeInstanceFiles(host, instance)
}

const drop: Resume = async (host, journal) => {
  const found = await observed(host, journal)
  await close(host.engine, journal)
  if (found === undefined) return removeRest(host, instanceIn(host, journal) as Instance, journal)
  const { dropInstance } = await import('../instance/drop.js')
  await dropInstance(host, found)
}

const apply: Resume = (host, journal) => {
  const { state } = (journal.header.request ?? { state: 'absent' }) as { state?: string }
  if (state === 'absent') return drop(host, journal)
  return journal.steps.some((step) => step?.kind === CREATES) ? create(host, journal) : update(host, journal)
}

type Action = (host: Host, instance: ObservedInstance) => Promise<unknown>

const again =
  (action: () => Promise<Action>): Resume =>
  async (host, journal) => {
    const found = await observed(host, journal)
    await close(host.engine, journal)
    if (found !== undefined) await (await action())(host, found)
  }

const SWAPPED = 'postgresql.upgrade'

/** What is half upgraded is made anew; unless pg_upgrade moved files, which nobody may then delete. */
const upgrade: Resume = async (host, journal) => {
  const { request, object } = journal.header
  const { movesFiles } = await import('../steps/upgrade.js')
  const { upgradeOptions = [] } = request as UpgradeJournal
  if (movesFiles(upgradeOptions) && journal.steps.some((step) => step?.kind === SWAPPED)) {
    await close(host.engine, journal)
    host.log.warning(
      `pg_upgrade --swap to ${object} was interrupted: look where the data is before anything is started or dropped`,
    )
    return
  }
  const [error] = await rollBack(host.engine, journal)
  if (error !== undefined) throw error
  const { resumeUpgrade } = await import('../instance/upgrade.js')
  await resumeUpgrade(host, request as UpgradeJournal)
}

/**
 * pg_rewind is run again over what it had begun: the configuration files that it may have overwritten were put aside.
 * Nothing could be undone, so without its password the journal is closed all the same.
 */
const demote: Resume = async (host, journal) => {
  const { object, request: journaled } = journal.header
  const found = await observed(host, journal)
  const request = await withSecrets(host, object, journaled).catch((error: Error) => {
    host.log.warning(`${error.message}: run 'instance demote' of ${object} again, don't start it before`)
    return undefined
  })
  await close(host.engine, journal)
  if (found === undefined || request === undefined) return
  const { demoteInstance } = await import('../instance/demote.js')
  const source = await validate(RewindSourceModel, sourceIn(request), { operation: 'create' })
  await demoteInstance(host, found, source, request as unknown as DemotionJournal)
}

const sourceIn = ({ conninfo, password = null }: Record<string, unknown>) => ({ conninfo, password })

const site =
  (action: () => Promise<(host: Host) => Promise<void>>): Resume =>
  async (host, journal) => {
    await close(host.engine, journal)
    await (await action())(host)
  }

const RESUMES: Readonly<Record<string, Resume>> = {
  'instance create': create,
  'instance apply': apply,
  'instance alter': update,
  'instance drop': drop,
  'instance start': again(async () => (await import('../instance/start.js')).startInstance),
  'instance stop': again(async () => (await import('../instance/stop.js')).stopInstance),
  'instance restart': again(async () => (await import('../instance/restart.js')).restartInstance),
  'instance reload': again(async () => (await import('../instance/reload.js')).reloadInstance),
  'instance upgrade': upgrade,
  'instance demote': demote,
  'site-configure install': site(async () => (await import('../site/install.js')).installSite),
  'site-configure uninstall': site(async () => (await import('../site/uninstall.js')).uninstallSite),
}

/** Operations on roles, databases and configuration files. Undefined: the journal does not tell enough to do it again. */
async function objectResume({ header }: JournalRecord): Promise<Resume | undefined> {
  const { OBJECT_RESUMES } = await import('./resume-objects.js')
  const action = OBJECT_RESUMES[header.verb]
  if (action === undefined || header.request === undefined) return undefined
  return async (host, journal) => {
    const instance = await observed(host, journal)
    if (instance === undefined) return close(host.engine, journal)
    const request = await withSecrets(host, header.object, header.request)
    await action({ host, instance, journal, request })
  }
}

/**
 * Does an interrupted operation to its end. Of operations that no journal tells enough about what was done is kept, and
 * the user is told to run the command again: all of them do only what is left to do.
 */
export async function resume(host: Host, journal: JournalRecord): Promise<void> {
  const { verb, object } = journal.header
  const known = RESUMES[verb] ?? (await objectResume(journal))
  if (known !== undefined) return known(host, journal)
  await close(host.engine, journal)
  host.log.warning(`what '${verb}' had done to ${object} is kept; run the command again to do the rest`)
}
