import type { Operation } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { planSuperuserPassfile } from '../passfile/plan.js'
import { authenticationTexts, planAuthentication } from './authentication.js'
import { checkNew, requirePrograms } from './checks.js'
import { type Configuration, resolveConfiguration } from './configuration.js'
import { planConfigure, planConfigured } from './configure.js'
import { type Initialisation, planInitialisation } from './initialise.js'
import { locateInstance } from './locate.js'
import {
  planMissingObjects,
  planNewHbaRecords,
  planNewObjects,
  planObjects,
  planRequiredObjects,
} from './objects.js'
import { firstSocketDirectory, observeInstance } from './observe.js'
import { operateOn } from './operation.js'
import { planPromotion } from './promote.js'
import { replicaCommands } from './replica-commands.js'
import { journaledManifest } from './sensitive-settings.js'
import { planServerStart, planServerStop, startedEvent, stoppedInstance } from './server.js'
import { adaptToPrimary, planStandbyFiles, unseenPrimary } from './standby.js'

export interface CreateOptions {
  /** Undo everything when a step fails (the default). */
  dropOnError?: boolean
  dryRun?: boolean
  diff?: boolean
  verb?: string
  /** The manifest's settings are all that are set, as when it is applied again; else a standby keeps its primary's, too. */
  replaceSettings?: boolean
  /** Ports that their present holders have left by the time this is done. */
  vacated?: readonly number[]
  /** For a dry run: the primary of this standby is made by the same plan, so that it can't be asked yet. */
  primaryUnseen?: boolean
}

/** The instance as it will be, for the steps that come after its making. */
function expected(instance: Instance, { port, conf }: Configuration): ObservedInstance {
  return { ...stoppedInstance(instance, port, firstSocketDirectory(conf)), conf }
}

/** What all of a creation is about. */
interface Creation {
  readonly host: Host
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly configuration: Configuration
  /** The instance as its first start will find it. */
  readonly target: ObservedInstance
  /** What a standby's primary had set goes. */
  readonly replaces: boolean
}

/** Steps from nothing to a configured data directory. */
async function planFiles({
  host,
  instance,
  desired,
  configuration,
  replaces,
}: Creation): Promise<Initialisation> {
  const purpose = 'create'
  const confirm = (question: string, byDefault: boolean) => host.ask.confirm(question, byDefault)
  const { conf, port } = configuration
  const texts = await authenticationTexts(host, instance, desired)
  const commands = await replicaCommands(host, instance, desired)
  const written = { conf, port, ...texts, replicaCommands: commands }
  const event = { instance, desired, purpose, confirm, ...written } as const
  const made = await planInitialisation(host, event)
  if (desired.standby !== null)
    made.plan.append(await planStandbyFiles(host, instance, desired, configuration, replaces))
  else
    made.plan
      .append(await planAuthentication(host, instance, desired))
      .append(await planConfigure(host, { instance, desired, purpose, configuration }))
  return made
}

/** The server is started once, and stays started unless the manifest wants it stopped. */
async function planFirstStart({ host, desired, target }: Creation): Promise<Plan> {
  const plan = await planServerStart(host, target, 'create')
  return plan.append(await planSuperuserPassfile(host, target, desired.surole_password))
}

/** What stands around a new instance: files and satellites of the components, the directory of dumps. */
async function planSurroundings({ host, instance, desired, configuration, target }: Creation): Promise<Plan> {
  const { dumpsDirectory } = instance
  const request = { instance, desired, purpose: 'create', configuration, standby: follows(target) } as const
  const plan = await planConfigured(host, request)
  return plan.directory(dumpsDirectory, 0o700, {
    title: `creating instance dumps directory: ${dumpsDirectory}`,
  })
}

async function planEnd({ host, desired, target }: Creation): Promise<Plan> {
  if (desired.state === 'stopped') return planServerStop(host, target, 'create')
  const plan = new Plan()
  await host.hooks.instanceStarted.promise({ ...startedEvent(host, target, 'create', plan), desired })
  return plan
}

/** All that comes after the files of what initdb makes, or of a standby: nothing depends on what only a server could tell. */
async function planKnown(creation: Creation): Promise<Plan> {
  const { host, desired, target } = creation
  const plan = await planFirstStart(creation)
  if (desired.standby === null) plan.append(await planRequiredObjects(host, target, desired))
  plan.append(await planSurroundings(creation))
  if (desired.standby === null) plan.append(await planNewObjects(host, target, desired))
  else plan.append(await planNewHbaRecords(host, target, desired))
  return plan.append(await planEnd(creation))
}

/** Longest time that a restored primary may replay WAL: what comes next wants to write. */
const RECOVERY_SECONDS = 24 * 3600

/** Roles and databases of a running primary that came from elsewhere: before it runs, nobody knows what it holds. */
async function bringObjects(operation: Operation, { host, instance, desired, target }: Creation) {
  if (operation.dryRun) {
    host.log.info('roles and databases are compared with what the instance holds once it runs')
    return
  }
  const running = (await observeInstance(host.effects, instance)) ?? target
  await operation.apply(await planMissingObjects(host, running, desired))
  await operation.apply(await planObjects(host, running, desired))
}

/** What a component has made, and perhaps runs already: only now it can be seen whether it leads or follows. */
async function madeByComponent({ dryRun }: Operation, creation: Creation): Promise<Creation> {
  const seen = dryRun ? undefined : await observeInstance(creation.host.effects, creation.instance)
  return seen?.running === true ? { ...creation, target: seen } : creation
}

const follows = ({ running, standby }: ObservedInstance): boolean => running && standby !== null

/** Creation out of a cluster that a component brings along; what follows another server gets no objects. */
async function createFromElsewhere(operation: Operation, expected: Creation, files: Plan): Promise<void> {
  await operation.apply(files)
  const creation = await madeByComponent(operation, expected)
  const { target } = creation
  const awaited = { instance: reachable(target), seconds: RECOVERY_SECONDS, required: true }
  const start = await planFirstStart(creation)
  await operation.apply(target.running ? start : start.step('postgresql.await-recovery', awaited))
  if (!follows(target)) await bringObjects(operation, creation)
  await operation.apply(await planSurroundings(creation))
  await operation.apply(await planEnd(creation))
}

/** Creation of a standby that is promoted at once: its objects are those of its former primary. */
async function createPromoted(operation: Operation, creation: Creation, files: Plan): Promise<void> {
  const { host, target } = creation
  await operation.apply(files.append(await planFirstStart(creation)).append(await planSurroundings(creation)))
  await operation.apply(await planPromotion(host, target, { fresh: true }))
  await bringObjects(operation, creation)
  await operation.apply(await planEnd(creation))
}

async function perform(operation: Operation, creation: Creation): Promise<void> {
  const { standby } = creation.desired
  const { plan, isForeign } = await planFiles(creation)
  if (standby?.status === 'promoted') await createPromoted(operation, creation, plan)
  else if (standby === null && isForeign) await createFromElsewhere(operation, creation, plan)
  else await operation.apply(plan.append(await planKnown(creation)))
}

/** Which instance a manifest is about. */
export function instanceOf(
  host: Host,
  { version, name }: Pick<InstanceManifest, 'version' | 'name'>,
): Instance {
  const { default_version, versions } = host.settings.postgresql
  const major = version ?? default_version
  if (versions.some((known) => known.version === major)) return locateInstance(host.settings, major, name)
  throw operational('PGLIFT_VERSION_MISSING', `PostgreSQL ${major} is not installed here`, {
    hint: `versions of this site: ${versions.map((known) => known.version).join(', ')}; see 'postgresql.bindir' in the site settings`,
  })
}

/** Programs of the server that it takes to make the instance. */
export function programsFor({ standby }: InstanceManifest): string[] {
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
  host.sessions.commitLocally(instance)
  const resolved = await resolveConfiguration(host, { instance, desired, purpose: 'create' })
  const { dropOnError = true, verb = 'instance create', dryRun = false, diff = false } = options
  const { vacated = [], primaryUnseen = false, replaceSettings = false } = options
  const configuration = primaryUnseen
    ? unseenPrimary(resolved)
    : await adaptToPrimary(host, instance, desired, resolved)
  const ports: number[] = []
  return operateOn(
    host,
    instance,
    {
      verb,
      dryRun,
      diff,
      request: journaledManifest(desired),
      onFailure: dropOnError ? 'undo' : 'keep',
      ports,
      claim: async () => {
        await refuseExisting(host, instance)
        ports.push(...(await checkNew(host, instance, desired, configuration, { vacated })))
      },
    },
    async (operation) => {
      const target = expected(instance, configuration)
      const creation = { host, instance, desired, configuration, target, replaces: replaceSettings }
      await perform(operation, creation)
      return operation
    },
  )
}
