import { dirname, join } from 'node:path'
import { type Operation, operate } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import { Cancelled, operational, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { validate } from '../../models/validate.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { expandMemory } from '../../postgresql/memory.js'
import { instanceNameFault } from '../../postgresql/names.js'
import { hasFeature, type PostgresVersion } from '../../postgresql/versions.js'
import { confTemplate } from '../../settings/templates.js'
import { INITIAL_CONF } from '../steps/conf.js'
import { movesFiles } from '../steps/upgrade.js'
import { checkNew, requirePrograms } from './checks.js'
import { componentFields } from './component-fields.js'
import { resolveConfiguration } from './configuration.js'
import { instanceOf } from './create.js'
import { findInstance } from './find.js'
import { availableMemory } from './memory.js'
import { firstSocketDirectory, observeInstance } from './observe.js'
import { requirePrimary } from './require-primary.js'
import { stoppedInstance } from './server.js'
import { startInstance } from './start.js'
import { type Cluster, examineCluster } from './upgrade-cluster.js'
import { planUpgrade, planUpgraded, type UpgradeRequest } from './upgrade-plan.js'
import { carriedSettings } from './upgrade-settings.js'
import { validationContext } from './validation.js'

export interface UpgradeOptions {
  /** Major of the new instance; the site's default. */
  version?: string | undefined
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
export function requireUpgradable(from: ObservedInstance, to: { version: string; name: string }): void {
  const { id, running, version, name } = from
  if (running)
    throw operational('PGLIFT_RUNNING', 'instance is running', {
      hint: `stop it first: 'pglift instance stop ${id}'`,
    })
  requirePrimary(from, 'upgrade its primary, then create the standby again')
  if (Number(to.version) < Number(version))
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

async function formerConf(host: Host, from: ObservedInstance) {
  const path = join(from.datadir, INITIAL_CONF)
  const initial = confEntries(parseConf((await host.effects.files.readText(path)) ?? '', path))
  const memory = await availableMemory(host.effects)
  return {
    conf: from.conf,
    initial,
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

async function missingDirectories({ effects: { files } }: Host, path: string): Promise<string[]> {
  const absent: string[] = []
  for (let dir = path; (await files.realPath(dir)) === undefined; dir = dirname(dir)) absent.unshift(dir)
  return absent
}

async function upgradeCluster(host: Host, operation: Operation, request: UpgradeRequest, check: boolean) {
  const { from, to } = request
  const cluster = operation.dryRun ? UNKNOWN : await examineCluster(host, from)
  const mode = (await host.effects.files.status(from.datadir))?.mode ?? 0
  const made = [
    ...(await missingDirectories(host, to.datadir)),
    ...(await missingDirectories(host, to.waldir)),
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
  await operate(
    host.engine,
    {
      verb: 'instance upgrade',
      object: to.id,
      locks: [from.qualname, to.qualname].sort(),
      dryRun,
      // With --swap the data may be in the new directory already.
      onFailure: movesFiles(extra) ? 'keep' : 'undo',
      request: {
        from: from.id,
        version,
        name,
        port: String(configuration.port),
        upgradeOptions: extra,
        check,
      } satisfies UpgradeJournal,
      ports: [configuration.port],
      claim: () => checkNew(host, to, desired, configuration, from),
    },
    async (operation) => {
      try {
        await upgradeCluster(host, operation, request, check)
      } catch (error) {
        if (operation.performed > 0 && !movesFiles(extra))
          host.log.warning(`dropping partially upgraded instance ${to.id}`)
        throw error
      }
    },
  )
}

/** pg_upgrade takes statistics over since 18, those of extended statistics objects aside. */
function sayWhatIsLeft(host: Host, { to, from, configuration }: UpgradeRequest): void {
  const missing = hasFeature(to.version as PostgresVersion, 'upgradeNoStatistics')
    ? ' --missing-stats-only'
    : ''
  const sockets = firstSocketDirectory(configuration.conf)
  const where = `${sockets === undefined ? '' : `--host=${sockets} `}--port=${configuration.port}`
  host.log.info(
    `${to.id} has no planner statistics yet: run '${join(to.bindir, 'vacuumdb')} ${where} --all --analyze-in-stages${missing}'`,
  )
  host.log.info(`${from.id} was kept: once ${to.id} is found to be good, 'pglift instance drop ${from.id}'`)
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
  const to = instanceOf(host, target as { version: PostgresVersion; name: string })
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
  const { configuration } = request
  const expected = stoppedInstance(to, configuration.port, firstSocketDirectory(configuration.conf))
  const upgraded = dryRun ? undefined : await observeInstance(host.effects, to)
  await startInstance(host, upgraded ?? expected, { dryRun })
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
