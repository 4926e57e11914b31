import { join } from 'node:path'
import { type Operation, operate } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import { Cancelled, operational, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { validate } from '../../models/validate.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { expandMemory } from '../../postgresql/memory.js'
import { instanceNameFault } from '../../postgresql/names.js'
import { compareVersions, hasFeature, type PostgresVersion } from '../../postgresql/versions.js'
import { confTemplate } from '../../settings/templates.js'
import { INITIAL_CONF } from '../steps/conf.js'
import { movesFiles, UPGRADE_REFUSED } from '../steps/upgrade.js'
import { checkNew, requirePrograms } from './checks.js'
import { componentFields } from './component-fields.js'
import { resolveConfiguration } from './configuration.js'
import { instanceOf } from './create.js'
import { findInstance } from './find.js'
import { keptConf } from './kept-conf.js'
import { availableMemory } from './memory.js'
import { firstSocketDirectory, observeInstance } from './observe.js'
import { requirePrimary } from './require-primary.js'
import { requireWhole } from './require-whole.js'
import { serverService, stoppedInstance } from './server.js'
import { startInstance } from './start.js'
import { type Cluster, examineCluster } from './upgrade-cluster.js'
import { planUpgrade, planUpgraded, type UpgradeRequest } from './upgrade-plan.js'
import { carriedSettings } from './upgrade-settings.js'
import { validationContext } from './validation.js'

export interface UpgradeOptions {
  /** Major of the new instance; the site's default. */
  version?: PostgresVersion | undefined
  name?: string | undefined
  /** As typed; the former instance's by default. */
  port?: string | undefined
  /** Options of pg_upgrade. */
  upgradeOptions?: readonly string[]
  /** Only find out whether it would work. */
  check?: boolean
  dryRun?: boolean
}

/** Whether the instance can be upgraded to that major and name at all, by what its files show. */
export function requireUpgradable(
  from: ObservedInstance,
  to: { version: PostgresVersion; name: string },
): void {
  requireWhole(from)
  const { id, running, version, name } = from
  if (running)
    throw operational('PGLIFT_RUNNING', 'instance is running', {
      hint: `stop it first: 'pglift instance stop ${id}'`,
    })
  requirePrimary(from, 'upgrade its primary, then create the standby again')
  if (compareVersions(to.version, version) < 0)
    throw operational('PGLIFT_UPGRADE_DOWN', `Could not upgrade ${id} from ${version} to ${to.version}`, {
      hint: "pg_upgrade only goes up: choose another '--version'",
    })
  if (to.version === version && to.name === name)
    throw operational('PGLIFT_UPGRADE_SAME', `Could not upgrade ${id} using same name and same version`, {
      hint: "choose another '--version' or '--name'",
    })
}

function requireName(name: string): void {
  const msg = instanceNameFault(name)
  if (msg === undefined) return
  throw new ValidationError('Instance', [
    { type: 'string_pattern_mismatch', loc: ['name'], msg, input: name },
  ])
}

async function requireAbsent(host: Host, from: ObservedInstance, to: Instance): Promise<void> {
  if (to.datadir === from.datadir)
    throw operational(
      'PGLIFT_UPGRADE_SAME',
      `Could not upgrade ${from.id}: ${to.id} would have the same data directory (${to.datadir})`,
      { hint: "choose another '--name', or put '{version}' into the site setting 'postgresql.datadir'" },
    )
  if ((await observeInstance(host.effects, to)) !== undefined)
    throw operational('PGLIFT_INSTANCE_EXISTS', 'instance already exists', {
      hint: `see 'pglift instance get ${to.id}'; choose another '--name'`,
    })
}

const OLD_PROGRAMS = ['postgres', 'pg_ctl', 'pg_controldata', 'pg_resetwal']
const NEW_PROGRAMS = [...OLD_PROGRAMS, 'initdb', 'pg_upgrade', 'pg_dump', 'pg_dumpall', 'pg_restore', 'psql']

async function initialConf({ effects }: Host, { datadir }: ObservedInstance) {
  const path = join(datadir, INITIAL_CONF)
  return confEntries(parseConf((await effects.files.readText(path)) ?? '', path))
}

async function formerConf(host: Host, from: ObservedInstance) {
  // What a component writes into postgresql.conf beside it is for that to say anew.
  const kept = await keptConf(host, from)
  const memory = await availableMemory(host.effects)
  return {
    conf: kept?.entries ?? from.conf,
    initial: kept?.initial ?? (await initialConf(host, from)),
    template: expandMemory(await confTemplate(host.templates, from), memory),
  }
}

async function prepare(
  host: Host,
  from: ObservedInstance,
  to: Instance,
  { port, upgradeOptions = [] }: UpgradeOptions,
): Promise<UpgradeRequest> {
  const { settings, warnings } = carriedSettings(await formerConf(host, from), to.version)
  const { name, version } = to
  const fields = await componentFields(host, from)
  const manifest = { ...fields, name, version, port: port ?? from.port, settings, state: 'stopped' }
  const context = { ...validationContext(host, 'create'), upgrading: true }
  const desired = await validate(host.instanceModel, manifest, context)
  const configuration = await resolveConfiguration(host, { instance: to, desired, purpose: 'upgrade' })
  const extra = upgradeOptions.filter((word) => !isCheck(word))
  return { from, to, desired, configuration, extra, warnings }
}

const isCheck = (word: string): boolean => word === '-c' || (word.length > 3 && '--check'.startsWith(word))

/** In a dry run nothing is run on the former cluster: what it is like doesn't show in the messages. */
const UNKNOWN: Cluster = {
  superuser: '',
  encoding: '',
  collate: 'C',
  ctype: 'C',
  provider: 'c',
  locale: null,
  walSegmentSize: undefined,
}

async function upgradeCluster(host: Host, operation: Operation, request: UpgradeRequest, check: boolean) {
  const { from, to } = request
  const cluster = operation.dryRun ? UNKNOWN : await examineCluster(host, from)
  const { files } = host.effects
  const mode = (await files.status(from.datadir))?.mode ?? 0
  const made = [
    ...(await files.missingDirectories(to.datadir)),
    ...(await files.missingDirectories(to.waldir)),
  ]
  await operation.apply(
    await planUpgrade(host, cluster, request, { check, groupAccess: (mode & 0o050) !== 0 }),
  )
  const { datadir, waldir } = to
  if (check)
    await operation.apply(new Plan().step('upgrade.discard', { datadir, waldir, made: [...new Set(made)] }))
  else await operation.apply(await planUpgraded(host, request))
}

async function run(host: Host, request: UpgradeRequest, { check = false, dryRun = false }: UpgradeOptions) {
  const { from, to, desired, configuration, extra } = request
  const { version, name } = to
  const ports: number[] = []
  // With --swap the data may be in the new directory already.
  let moved = movesFiles(extra)
  await operate(
    host.engine,
    {
      verb: 'instance upgrade',
      object: to.id,
      locks: [from.qualname, to.qualname].sort(),
      dryRun,
      get onFailure() {
        return moved ? 'keep' : 'undo'
      },
      request: {
        from: from.id,
        version,
        name,
        port: String(configuration.port),
        upgradeOptions: extra,
        check,
      } satisfies UpgradeJournal,
      ports,
      claim: async () =>
        void ports.push(...(await checkNew(host, to, desired, configuration, { upgradedFrom: from }))),
    },
    async (operation) => {
      try {
        await upgradeCluster(host, operation, request, check)
        if (!check) await operation.apply(await planRetirement(host, from))
      } catch (error) {
        if ((error as { code?: unknown }).code === UPGRADE_REFUSED) moved = false
        if (operation.performed > 0 && !moved)
          host.log.warning(`dropping partially upgraded instance ${to.id}`)
        throw error
      }
    },
  )
}

/** What was upgraded is kept, but no boot of the machine may start it: it has the port of the new one. */
async function planRetirement(host: Host, from: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  await host.services.disable(plan, serverService(from))
  return plan
}

/** pg_upgrade takes statistics over since 18, those of extended statistics objects aside. */
function sayWhatIsLeft(host: Host, { to, from, configuration }: UpgradeRequest): void {
  const missing = hasFeature(to.version, 'upgradeNoStatistics') ? ' --missing-stats-only' : ''
  const sockets = firstSocketDirectory(configuration.conf)
  const where = `${sockets === undefined ? '' : `--host=${sockets} `}--port=${configuration.port}`
  host.log.info(
    `${to.id} has no planner statistics yet: run '${join(to.bindir, 'vacuumdb')} ${where} --all --analyze-in-stages${missing}'`,
  )
  host.log.info(`${from.id} was kept: once ${to.id} is found to be good, 'pglift instance drop ${from.id}'`)
}

/** The new instance as it will be once it runs: before, a component that keeps its configuration has not written it out. */
function asConfigured(
  { to, configuration: { conf, port } }: UpgradeRequest,
  upgraded: ObservedInstance | undefined,
): ObservedInstance {
  const expected = stoppedInstance(to, port, firstSocketDirectory(conf))
  if (upgraded === undefined) return expected
  const { configuredPort, socketDirectory } = expected
  return { ...upgraded, port, configuredPort, socketDirectory, conf: { ...upgraded.conf, ...conf } }
}

/**
 * Upgrades a stopped instance to another major, or under another name, by pg_upgrade, and starts the new one. The former
 * is kept, stopped; settings, pg_hba.conf, passwords and port go with the data. On failure the new one is dropped.
 */
export async function upgradeInstance(
  host: Host,
  from: ObservedInstance,
  options: UpgradeOptions = {},
): Promise<void> {
  const { upgradeOptions = [], dryRun = false } = options
  const version = options.version ?? host.settings.postgresql.default_version
  const check = options.check === true || upgradeOptions.some(isCheck)
  const target = { version, name: options.name ?? from.name }
  requireName(target.name)
  requireUpgradable(from, target)
  const to = instanceOf(host, target)
  await requireAbsent(host, from, to)
  await requirePrograms(host, from, OLD_PROGRAMS)
  await requirePrograms(host, to, NEW_PROGRAMS)
  const request = await prepare(host, from, to, options)
  const question = `Confirm upgrade of instance ${from.id} to version ${version}?`
  if (!check && !(await host.ask.confirm(question, true))) throw new Cancelled()
  if (!check) host.log.info(`upgrading instance ${from.id} as ${to.id}`)
  for (const warning of request.warnings) host.log.warning(warning)
  await run(host, request, { ...options, check })
  if (check) return host.log.info(`instance ${from.id} can be upgraded as ${to.id}`)
  const upgraded = dryRun ? undefined : await observeInstance(host.effects, to)
  await startInstance(host, asConfigured(request, upgraded), { dryRun, purpose: 'upgrade' })
  if (!dryRun) sayWhatIsLeft(host, request)
}

/** What the journal of an upgrade is resumed with. */
export interface UpgradeJournal extends Omit<UpgradeOptions, 'dryRun'> {
  /** `15/main`. */
  readonly from: string
}

/** Does an interrupted upgrade, of which nothing is left, again. */
export async function resumeUpgrade(host: Host, request: UpgradeJournal): Promise<void> {
  const { from, ...options } = request
  await upgradeInstance(host, await findInstance(host, from, 'INSTANCE'), options)
}
