import type { Plan } from '../engine/plan.js'
import type { Fault } from '../errors/kinds.js'
import type { DatabaseExtension, DatabaseManifest, DatabaseSchema } from '../models/database.js'
import type { InstanceManifest } from '../models/instance.js'
import type { Instance, ObservedInstance } from '../models/instance-identity.js'
import type { RoleManifest } from '../models/role.js'
import type { Secret } from '../models/secret.js'
import type { RuntimeDirectory, Schedule, ScheduleAction, Service, ServiceAction, Unit } from './service.js'

type Conf = Readonly<Record<string, string | number | boolean>>

/** What every planning event carries: taps add steps to `plan` and change nothing themselves. */
export interface PlanningEvent {
  /** Takes the steps of the tap, behind those of the taps before it. */
  readonly plan: Plan
}

/** Asking the user; without a terminal or with `--non-interactive` the default is the answer. */
export interface Asking {
  /** Asks a question that is answered by yes or no. */
  confirm(question: string, answerByDefault: boolean): Promise<boolean>
}

export interface SiteEvent extends PlanningEvent, Asking {}

export interface SiteCheckEvent {
  /** `site-configure check`: look at all there is to see. Before other commands: only whether what is needed is there. */
  readonly thorough: boolean
  /** One line a fault: `PostgreSQL log directory '/x' missing`. */
  readonly problems: string[]
}

export interface SiteListEvent {
  /** Paths that pglift manages for the site. */
  readonly paths: string[]
}

/** Which operation an instance is being configured, started or stopped for. */
export type Purpose =
  | 'create'
  | 'alter'
  | 'start'
  | 'stop'
  | 'restart'
  | 'drop'
  | 'upgrade'
  | 'demote'
  | 'restore'
  | 'temporary'

export interface InstanceCheckEvent {
  readonly instance: Instance
  /** The validated manifest, with the component's field: `desired.hello`. */
  readonly desired: InstanceManifest
  /** Absent when the instance is to be created. */
  readonly observed?: ObservedInstance
  /** The instance that the new one takes the place of, in an upgrade. */
  readonly upgradedFrom?: ObservedInstance
  /** Port that PostgreSQL is going to have. */
  readonly port: number
  /** Parameters that PostgreSQL is going to have. */
  readonly conf: Conf
  /** Takes the other ports that a new instance will have: nobody else may plan with them from now on. */
  readonly ports: number[]
  /** Whether nobody listens on the port, nor is about to. */
  isPortFree(port: number): Promise<boolean>
  /** Faults of the desired instance that only the host can tell: a port in use, a stanza bound elsewhere. */
  readonly faults: Fault[]
}

/** Parameters that an instance can't have set for itself. */
export interface WithheldSettings {
  readonly names: readonly string[]
  /** Completes `parameter 'x' is left out: `. */
  readonly reason: string
}

export interface InstanceSettingsEvent {
  readonly instance: Instance
  /** The manifest: that of the operation, or, when none is given, what the instance is like. */
  readonly desired: InstanceManifest
  /** Sets parameters of PostgreSQL, whatever template and manifest say; who said otherwise is told. */
  force(parameters: Conf): void
  /** Adds libraries to `shared_preload_libraries`, behind those that are there; one that is there stays where it is. */
  preload(...libraries: string[]): void
  /** Leaves parameters out of the configuration; a warning tells of those that the user asked for. */
  withhold(settings: WithheldSettings): void
}

export interface InstancePlanEvent extends PlanningEvent, Asking {
  readonly instance: Instance
  /** The manifest: what the instance is to be. */
  readonly desired: InstanceManifest
  /** What the instance is; absent when it is to be created. */
  readonly observed?: ObservedInstance
  /** The operation that plans. */
  readonly purpose: Purpose
}

export interface InstanceInitialiseEvent extends InstancePlanEvent {
  /** All managed settings, as `instanceConfigure` will get them. */
  readonly conf: Conf
  readonly port: number
  /** Text of pg_hba.conf and of pg_ident.conf, as `instanceAuthentication` will get them. */
  readonly hba: string
  readonly ident: string
  /** How it can be made from a backup, say other components. */
  readonly replicaCommands: readonly ReplicaCommand[]
}

export interface InstanceAuthenticationEvent extends PlanningEvent {
  readonly instance: Instance
  /** Of an instance that is to be created. */
  readonly desired?: InstanceManifest
  /** All of pg_hba.conf; it may hold passwords of LDAP. */
  readonly hba: Secret
  /** All of pg_ident.conf, when it is to be written. */
  readonly ident?: string
  /** What is logged when the step that changes them is done. */
  readonly title: string
}

/** A configuration that somebody else than `postgresql.conf` keeps. */
export interface KeptConf {
  /** File that a user finds it in. */
  readonly path: string
  /** Entries that pglift manages, the port among them. */
  readonly entries: Conf
  /** What an entry that is taken back returns to. */
  readonly initial: Conf
}

export interface InstanceConfEvent {
  readonly instance: Instance
  /** The first one counts; none: `postgresql.conf`. */
  readonly kept: KeptConf[]
}

export interface InstanceVerbEvent {
  readonly instance: ObservedInstance
  readonly verb: 'promote' | 'demote' | 'pause-replay' | 'resume-replay' | 'start-foreground'
}

/** A command line that fills an empty data directory from a backup. */
export interface ReplicaCommand {
  /** `pgbackrest`. */
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  /** Gets one file of WAL from the archive; `%f` and `%p` as in `restore_command`. */
  readonly walArgv?: readonly [string, ...string[]]
}

export interface ReplicaCommandsEvent {
  readonly instance: Instance
  readonly desired: InstanceManifest
  /** Command line of this pglift that needs no environment, for command lines that run it. */
  readonly program: readonly string[]
  readonly commands: ReplicaCommand[]
}

/** Settings that change: former and new value, `null` for none. */
export type SettingChanges = Readonly<Record<string, readonly [Conf[string] | null, Conf[string] | null]>>

export interface InstanceConfigureEvent extends InstancePlanEvent {
  /** All managed settings after the change. */
  readonly conf: Conf
  /** What differs from before: `{work_mem: ['4MB', '8MB']}`. */
  readonly changes: SettingChanges
  /** Where it will listen. */
  readonly port: number
  /** Whether it follows another server; on creation: by its manifest, or since whoever initialised it made it so. */
  readonly standby: boolean
  /** How a replica of it can be made from a backup, say other components. */
  readonly replicaCommands: readonly ReplicaCommand[]
}

/** Something is done to an instance that exists. */
export interface InstanceActionEvent extends PlanningEvent, Asking {
  readonly instance: ObservedInstance
  /** The operation that plans; `temporary` when the server only runs for the operation's own sake. */
  readonly purpose: Purpose
  /** On creation, whose plan is made before anything of the instance is there: what it is made of. */
  readonly desired?: InstanceManifest
}

export interface InstanceStopEvent extends InstanceActionEvent {
  /** PostgreSQL's way to shut down. */
  readonly mode: 'smart' | 'fast' | 'immediate'
}

export interface InstanceUpgradeEvent extends PlanningEvent, Asking {
  /** The instance of the former major; it stays until it is dropped. */
  readonly from: ObservedInstance
  readonly to: Instance
  /** Where the new one will listen. */
  readonly port: number
}

export interface StatusLine {
  /** `PostgreSQL`, `prometheus`, `Patroni API`. */
  readonly service: string
  readonly running: boolean
}

export interface InstanceStatusEvent {
  readonly instance: ObservedInstance
  /** Takes a line for each service. */
  readonly lines: StatusLine[]
}

export interface InstanceEnvironmentEvent {
  readonly instance: ObservedInstance
  /** Takes variables by name. */
  readonly variables: Record<string, string>
}

/** `replication`: whom the instance follows, and its replication slots. */
export type ManagedPart = 'replication'

export interface InstanceDescribeEvent {
  readonly instance: ObservedInstance
  /** Takes what the component decides by itself and changes at any time: it is no matter of manifests then. */
  readonly managed: Set<ManagedPart>
  /** Takes the component's field of the manifest: `fields.pgbackrest = {stanza}`; null when the instance has none. */
  readonly fields: Record<string, unknown>
}

/** A role that a component needs, as in a manifest: what is left out has its default there. */
export type RoleDeclaration = Pick<RoleManifest, 'name'> &
  Partial<Omit<RoleManifest, 'state' | 'memberships' | 'drop_owned' | 'reassign_owned'>> & {
    /** Names, or as in a manifest. */
    readonly memberships?: readonly (string | RoleManifest['memberships'][number])[]
  }

type Item<T extends { name: string }> = string | (Pick<T, 'name'> & Partial<T>)

/** A database that a component needs, as in a manifest: what is left out has its default there. */
export type DatabaseDeclaration = Pick<DatabaseManifest, 'name'> &
  Partial<Omit<DatabaseManifest, 'state' | 'extensions' | 'schemas' | 'force_drop'>> & {
    /** Names, or as in a manifest. */
    readonly extensions?: readonly Item<DatabaseExtension>[]
    /** Names, or as in a manifest. */
    readonly schemas?: readonly Item<DatabaseSchema>[]
  }

export interface RequiredObjectsEvent {
  readonly instance: Instance
  /** The manifest of the new instance. */
  readonly desired: InstanceManifest
  /** A component makes the data directory, of a backup perhaps: what is declared here must not be there already. */
  readonly isForeign: boolean
  /**
   * Declares a role: `event.role({ name: 'monitor', login: true, memberships: ['pg_monitor'] })`. Several components may
   * declare the same one; what they say of it is put together, and must not be contradictory.
   */
  role(role: RoleDeclaration): void
  /** Declares a database, in the same way: `event.database({ name: 'powa', extensions: ['powa'] })`. */
  database(database: DatabaseDeclaration): void
}

export interface RoleEvent extends PlanningEvent {
  readonly instance: ObservedInstance
  /** The manifest of the role. */
  readonly role: RoleManifest
  /** What happens to the role. */
  readonly change: 'create' | 'alter' | 'drop'
}

export interface RoleDescribeEvent {
  readonly instance: ObservedInstance
  /** Of the role. */
  readonly name: string
  /** Takes what the component knows of it. */
  readonly fields: Record<string, unknown>
}

export interface ServiceEvent extends PlanningEvent {
  readonly service: Service
  readonly action: ServiceAction
  /** What the step is announced by: `starting PostgreSQL 15-main`; silent without. */
  readonly title?: string
}

export interface ServiceStatusEvent {
  readonly service: Service
  /** Takes whether the service manager runs it. */
  readonly running: boolean[]
}

export interface ScheduleEvent extends PlanningEvent {
  readonly schedule: Schedule
  readonly action: ScheduleAction
}

export interface SiteUnitsEvent {
  /**
   * Lines for templates of units: `environment` of units that run pglift, `executeas` (user and group; none where services
   * are those of the user's own service manager), `hardening`.
   */
  readonly values: Readonly<Record<'environment' | 'executeas' | 'hardening', readonly string[]>>
  /**
   * Words of a command line, quoted for the unit file: nothing in them is syntax. `{placeholder}`s of `specifiers`
   * are replaced by what means something there: `{name: '%i'}`.
   */
  command(argv: readonly string[], specifiers?: Readonly<Record<string, string>>): string
  /** Command line of this pglift, for units that run it. */
  readonly program: readonly string[]
  readonly units: Unit[]
  /** Directories below `run_prefix` that services need before they start. */
  readonly runtimeDirectories: RuntimeDirectory[]
}
