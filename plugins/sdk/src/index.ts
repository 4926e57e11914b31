// The contract of components. Its values are those of the host that runs; outside of one (tests, manifests) those of
// the copy that this package holds.
import type { Runtime } from '../../../src/cli/runtime.js'

export type * from '../../../src/index.js'

type Lent = { [key: symbol]: (() => Promise<Runtime>) | undefined }

const lent = (globalThis as Lent)[Symbol.for('pglift.runtime')]
const runtime: Runtime = lent === undefined ? (await import('@pglift/sdk/runtime')).runtime : await lent()

/** Version of the contract that this host has. */
export const api: number = runtime.api

/** oclif's, of the host: for arguments and options of commands. */
export const Args: Runtime['oclif']['Args'] = runtime.oclif.Args
export const Flags: Runtime['oclif']['Flags'] = runtime.oclif.Flags

/**
 * Base of a component's commands. `parse`, then `openHost`: the host with settings, connections and hooks; then
 * `operations()`; results by `printRows`, `printObject`, `printJson`, `print`; `withProgress` for what takes long.
 */
export const ComponentCommand: Runtime['ComponentCommand'] = runtime.ComponentCommand

/** Base of a topic's own command, `postgres_exporter --schema`: shows its help without an option. */
export const GroupCommand: Runtime['GroupCommand'] = runtime.GroupCommand

/** Options that the host's own commands have: `-o json`, `--dry-run`, `--diff`, `-i`, `-f`. */
export const {
  ansibleCheck,
  outputFormat,
  dryRun,
  diffOptions,
  instanceOption,
  manifestFile,
}: Runtime['commandFlags'] = runtime.commandFlags

/** Paragraph for the description of a command with an argument INSTANCE that may be left out. */
export const INSTANCE_ARGUMENT: string = runtime.INSTANCE_ARGUMENT

/** Operations of the host: find and observe instances, run plans on them under their lock. */
export const operations: Runtime['operations'] = runtime.operations

/** A model of the component's own, whose options and manifests are checked as the host's are. */
export const {
  defineModel,
  flagSpecs,
  createFlags,
  manifests,
}: Pick<Runtime, 'defineModel' | 'flagSpecs' | 'createFlags' | 'manifests'> = runtime

/** Roles and passwords in SQL, for steps that change a role of an instance that exists. */
export const roleSql: Runtime['roleSql'] = runtime.roleSql

/** Connection strings as libpq reads them: `parseConninfo`. */
export const { parseConninfo }: Runtime['conninfo'] = runtime.conninfo

/**
 * Files of PostgreSQL as it reads them: `confEntries(parseConf(text, path))` are the parameters of a postgresql.conf,
 * `passfileEntries(text)` those of a password file. `RECOVERY` are the
 * parameters that say whom a standby follows and how far, `OF_ONE_SERVER` those and where a server lies: never right in a
 * copy.
 */
export const {
  parseConf,
  confEntries,
  passfileEntries,
  RECOVERY,
  OF_ONE_SERVER,
}: Runtime['postgresqlFiles'] = runtime.postgresqlFiles

/** Faults of a name by which the site's service manager can't run a service of an instance. */
export const unitNameFaults: Runtime['unitNameFaults'] = runtime.unitNameFaults

/** Lines of the file that a service's `environmentFile` is, as systemd reads them. */
export const { environmentLine, parseEnvironmentFile }: Runtime['environmentFile'] = runtime.environmentFile

/** The session of a component, for its own commands: `componentSession<Section>(host, 'pgbackrest')`. */
export const componentSession: Runtime['componentSession'] = runtime.componentSession

/** A list of steps; a tap gets one as `event.plan`. */
export const Plan: Runtime['Plan'] = runtime.Plan
export type Plan = InstanceType<Runtime['Plan']>

/** Ties a performer to its kind, which is declared by merging into `StepKinds`. */
export const performer: Runtime['performer'] = runtime.performer
/** To be thrown by `do` when it failed before it changed anything. */
export const NothingDone: Runtime['NothingDone'] = runtime.NothingDone

/** Where in a hook a tap stands. */
export const Stage: Runtime['Stage'] = runtime.Stage

/** A password: prints, serialises and inspects as `***`. */
export const Secret: Runtime['Secret'] = runtime.Secret
export type Secret = InstanceType<Runtime['Secret']>

/** What went wrong: `operational('PGBACKREST_STANZA', 'message', {hint})` ends with 1, `usage` with 2. */
export const {
  operational,
  usage,
  Cancelled,
  PgliftError,
  ValidationError,
}: Pick<Runtime, 'operational' | 'usage' | 'Cancelled' | 'PgliftError' | 'ValidationError'> = runtime

/** What a step carries of an instance so that its performer can connect to it. */
export const reachable: Runtime['reachable'] = runtime.reachable

/** Waits until a service is ready, for performers of service managers. */
export const awaitReady: Runtime['awaitReady'] = runtime.awaitReady

/** Names and strings as SQL has them, for statements of `sql.execute`: no text gets into SQL without. */
export const { quoteIdentifier, quoteLiteral }: Pick<Runtime, 'quoteIdentifier' | 'quoteLiteral'> = runtime

/** Text of other programs, with passwords in connection strings and SQL replaced. */
export const maskText: Runtime['maskText'] = runtime.maskText

/** Fields of manifests and settings. */
export const {
  choice,
  integer,
  jsonSchema,
  list,
  map,
  nullable,
  object,
  parameterValue,
  port,
  secret,
  sensitive,
  text,
  toggle,
}: Runtime['fields'] = runtime.fields

/** Fields of settings only: `section`, and strings that are paths or hold template variables. */
export const { anyCase, path, section, template }: Runtime['settingFields'] = runtime.settingFields

/**
 * Settings that hold variables (`path('config', {variables: ['name']})`): `format(section.configpath, () => qualname)` puts
 * values in, `parseFormat` takes them apart.
 */
export const { format, parseFormat }: Runtime['formatStrings'] = runtime.formatStrings
