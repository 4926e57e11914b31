import type { Operation } from '../../engine/operate.js'
import type { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { planSuperuserPassfile } from '../passfile/plan.js'
import { planAuthentication } from './authentication.js'
import { checkNew, requirePrograms } from './checks.js'
import { type Configuration, resolveConfiguration } from './configuration.js'
import { planConfigure, planConfigured } from './configure.js'
import { planInitialisation } from './initialise.js'
import { locateInstance } from './locate.js'
import { planNewObjects, planRequiredObjects } from './objects.js'
import { firstSocketDirectory, observeInstance } from './observe.js'
import { operateOn } from './operation.js'
import { planPromotion } from './promote.js'
import { journaledManifest } from './sensitive-settings.js'
import { planServerStart, planServerStop, startedEvent, stoppedInstance } from './server.js'
import { adaptToPrimary, planStandbyFiles } from './standby.js'

export interface CreateOptions {
  /** Undo everything when a step fails (the default). */
  dropOnError?: boolean
  dryRun?: boolean
  diff?: boolean
  verb?: string
}

/** The instance as it will be, for the steps that come after its making. */
function expected(instance: Instance, { port, conf }: Configuration): ObservedInstance {
  return { ...stoppedInstance(instance, port, firstSocketDirectory(conf)), conf }
}

/** Steps from nothing to a configured data directory. */
async function planFiles(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
): Promise<Plan> {
  const purpose = 'create'
  const confirm = (question: string, byDefault: boolean) => host.ask.confirm(question, byDefault)
  const plan = await planInitialisation(host, { instance, desired, purpose, confirm })
  if (desired.standby !== null)
    return plan.append(await planStandbyFiles(host, instance, desired, configuration))
  plan.step('postgresql.keep-initial-conf', { datadir: instance.datadir })
  return plan
    .append(await planAuthentication(host, instance, desired))
    .append(await planConfigure(host, { instance, desired, purpose, configuration }))
}

/** Steps that need the server: it is started once, and stays started unless the manifest wants it stopped. */
async function planRunning(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
): Promise<Plan> {
  const target = expected(instance, configuration)
  const { dumpsDirectory } = instance
  const plan = await planServerStart(host, target, 'create')
  plan.append(await planSuperuserPassfile(host, target, desired.surole_password))
  if (desired.standby === null) plan.append(await planRequiredObjects(host, target, desired))
  plan.append(await planConfigured(host, { instance, desired, purpose: 'create', configuration }))
  plan.directory(dumpsDirectory, 0o700, { title: `creating instance dumps directory: ${dumpsDirectory}` })
  if (desired.standby === null) plan.append(await planNewObjects(host, target, desired))
  if (desired.standby?.status === 'promoted') plan.append(await planPromotion(host, target, { fresh: true }))
  if (desired.state === 'stopped') return plan.append(await planServerStop(host, target, 'create'))
  await host.hooks.instanceStarted.promise(startedEvent(host, target, 'create', plan))
  return plan
}

/** All of a creation, as one plan: nothing of it depends on what only a server could tell. */
async function planCreation(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
): Promise<Plan> {
  const files = await planFiles(host, instance, desired, configuration)
  return files.append(await planRunning(host, instance, desired, configuration))
}

/** Which instance a manifest is about. */
export function instanceOf(
  host: Host,
  { version, name }: Pick<InstanceManifest, 'version' | 'name'>,
): Instance {
  const { default_version, versions } = host.settings.postgresql
  const major = (version ?? default_version) as PostgresVersion
  if (versions.some((known) => known.version === major)) return locateInstance(host.settings, major, name)
  throw operational('PGLIFT_VERSION_MISSING', `PostgreSQL ${major} is not installed here`, {
    hint: `versions of this site: ${versions.map((known) => known.version).join(', ')}; see 'postgresql.bindir' in the site settings`,
  })
}

function programsFor({ standby }: InstanceManifest): string[] {
  return ['postgres', standby === null ? 'initdb' : 'pg_basebackup']
}

/** Asked under the instance's lock only: one that is just being made, or was left half-made, does not exist. */
async function refuseExisting({ effects }: Host, instance: Instance): Promise<void> {
  if ((await observeInstance(effects, instance)) === undefined) return
  throw operational('PGLIFT_INSTANCE_EXISTS', 'instance already exists', {
    hint: `see 'pglift instance get ${instance.id}'`,
  })
}

/**
 * Makes an instance: data directory, configuration, roles, databases, satellites; started unless `state` is stopped.
 * Fails, with nothing left behind, when it exists, when a port is in use, or when any step fails.
 */
export async function createInstance(
  host: Host,
  desired: InstanceManifest,
  options: CreateOptions = {},
): Promise<Operation> {
  const instance = instanceOf(host, desired)
  await requirePrograms(host, instance, programsFor(desired))
  host.sessions.usePassword(instance, desired.surole_password)
  const resolved = await resolveConfiguration(host, { instance, desired, purpose: 'create' })
  const configuration = await adaptToPrimary(host, instance, desired, resolved)
  const { dropOnError = true, verb = 'instance create', dryRun = false, diff = false } = options
  return operateOn(
    host,
    instance,
    {
      verb,
      dryRun,
      diff,
      request: journaledManifest(desired),
      onFailure: dropOnError ? 'undo' : 'keep',
      ports: [configuration.port],
      claim: async () => {
        await refuseExisting(host, instance)
        await checkNew(host, instance, desired, configuration)
      },
    },
    async (operation) => {
      await operation.apply(await planCreation(host, instance, desired, configuration))
      return operation
    },
  )
}
