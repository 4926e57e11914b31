import { AsyncSeriesBailHook, AsyncSeriesHook } from 'tapable'
import type * as events from './events.js'

/** A hook whose taps all run, in order of stage. */
export type Series<E> = AsyncSeriesHook<[E]>
/** A hook whose first tap that answers `true` has done it; the host's own way is taken when none does. */
export type Bail<E> = AsyncSeriesBailHook<[E], true | undefined>

/**
 * The lifecycle, all of it. A tap receives one object and contributes to it: steps to `plan`, lines, variables,
 * faults. It performs nothing: the engine performs, undoes, diffs and journals what was contributed. A tap that throws
 * aborts the operation before anything was done, but for the hooks marked "collects", where the others still run.
 */
export interface LifecycleHooks {
  /** `site-configure install`: declare directories, files and units of the site. */
  readonly siteInstall: Series<events.SiteEvent>
  /** `site-configure uninstall`: declare their removal; ask before data is lost. Collects. */
  readonly siteUninstall: Series<events.SiteEvent>
  /** Before every command that operates, and `site-configure check`: tell what is missing. Reads only. */
  readonly siteCheck: Series<events.SiteCheckEvent>
  /** `site-configure list`: name the paths of the site that are the component's. Reads only. */
  readonly siteList: Series<events.SiteListEvent>

  /** A manifest was validated: add faults that need the host to be seen. Reads only. */
  readonly instanceCheck: Series<events.InstanceCheckEvent>
  /** The settings of an instance are put together: force some. */
  readonly instanceSettings: Series<events.InstanceSettingsEvent>
  /** Who keeps the configuration that pglift manages, and what it is; else postgresql.conf. Reads only. */
  readonly instanceConf: Series<events.InstanceConfEvent>
  /** Before a verb that a component may have to forbid: it throws. Reads only. */
  readonly instanceVerb: Series<events.InstanceVerbEvent>
  /** How a replica of the instance can be made from a backup: add command lines. Reads only. */
  readonly replicaCommands: Series<events.ReplicaCommandsEvent>
  /** Roles and databases that a component needs in every primary. */
  readonly instanceObjects: Series<events.RequiredObjectsEvent>
  /** Who makes the data directory: a restore, Patroni; else initdb or pg_basebackup. First answer wins. */
  readonly instanceInitialise: Bail<events.InstanceInitialiseEvent>
  /** Who writes pg_hba.conf and pg_ident.conf, on creation and whenever they change; else the host. First answer wins. */
  readonly instanceAuthentication: Bail<events.InstanceAuthenticationEvent>
  /** Who writes PostgreSQL's configuration; else postgresql.conf in the data directory. First answer wins. */
  readonly instanceConfigure: Bail<events.InstanceConfigureEvent>
  /** The instance is configured and, on creation, running: declare files, stanza, exporter. */
  readonly instanceConfigured: Series<events.InstanceConfigureEvent>
  /** Who starts PostgreSQL: Patroni, systemd; else the host itself. First answer wins. */
  readonly instanceStart: Bail<events.InstanceActionEvent>
  /** After PostgreSQL was started by start, restart or create: start satellites. Not for a temporary start. */
  readonly instanceStarted: Series<events.InstanceActionEvent>
  /** Who stops PostgreSQL. First answer wins. */
  readonly instanceStop: Bail<events.InstanceStopEvent>
  /** After (in a restart: before) PostgreSQL is stopped: stop satellites. Collects. */
  readonly instanceStopped: Series<events.InstanceActionEvent>
  /** Who restarts PostgreSQL; else stop and start. First answer wins. */
  readonly instanceRestart: Bail<events.InstanceActionEvent>
  /** Who makes PostgreSQL read its configuration again; else pg_reload_conf(). First answer wins. */
  readonly instanceReload: Bail<events.InstanceActionEvent>
  /** Who promotes; a component that forbids it throws. First answer wins. */
  readonly instancePromote: Bail<events.InstanceActionEvent>
  /** A standby has become a primary. */
  readonly instancePromoted: Series<events.InstanceActionEvent>
  /** Before a demotion; a component that forbids it throws. First answer wins. */
  readonly instanceDemote: Bail<events.InstanceActionEvent>
  /** pg_upgrade is done, the new instance not yet started. */
  readonly instanceUpgraded: Series<events.InstanceUpgradeEvent>
  /** Before the data directory goes: declare the removal of what belongs to the instance; ask before data is lost. Collects. */
  readonly instanceDropped: Series<events.InstanceActionEvent>
  /** `instance status`: add a line a service. Reads only. */
  readonly instanceStatus: Series<events.InstanceStatusEvent>
  /** `instance env`, `exec`, `shell`: add variables. Reads only. */
  readonly instanceEnvironment: Series<events.InstanceEnvironmentEvent>
  /** `instance get`: add the component's field. Reads only. */
  readonly instanceDescribe: Series<events.InstanceDescribeEvent>

  /** A role is created, altered or dropped. */
  readonly roleChanged: Series<events.RoleEvent>
  /** `role get`: add what the component knows of the role. Reads only. */
  readonly roleDescribe: Series<events.RoleDescribeEvent>

  /** Enabling, starting and stopping of a service; else the host runs it directly. First answer wins. */
  readonly service: Bail<events.ServiceEvent>
  /** Whether a service runs: the service manager adds its answer. Reads only. */
  readonly serviceStatus: Series<events.ServiceStatusEvent>
  /** Enabling and starting of what is done again and again; else nobody does it. First answer wins. */
  readonly schedule: Bail<events.ScheduleEvent>
  /** A service manager asks for the units that it is to install: add those of the component. Reads only. */
  readonly siteUnits: Series<events.SiteUnitsEvent>
}

export type HookName = keyof LifecycleHooks

/** Hooks that run all their taps although some fail, and report all errors at the end. */
export const COLLECTING: ReadonlySet<HookName> = new Set([
  'siteUninstall',
  'instanceStopped',
  'instanceDropped',
])

/** Hooks that only tell: in a command that changes nothing the others are told although some fail. */
export const READING: ReadonlySet<HookName> = new Set([
  'siteCheck',
  'siteList',
  'instanceStatus',
  'instanceEnvironment',
  'instanceDescribe',
  'roleDescribe',
  'serviceStatus',
])

/**
 * Numeric stages order the taps of a hook; never `before:`, which puts a tap first when the named one is absent.
 * @public for components
 */
export const Stage = { first: -100, early: -10, normal: 0, late: 10, last: 100 } as const

/** One fresh, frozen set of hooks. */
export function createHooks(): LifecycleHooks {
  const series = <E>() => new AsyncSeriesHook<[E]>(['event'])
  const bail = <E>() => new AsyncSeriesBailHook<[E], true | undefined>(['event'])
  return Object.freeze({
    siteInstall: series<events.SiteEvent>(),
    siteUninstall: series<events.SiteEvent>(),
    siteCheck: series<events.SiteCheckEvent>(),
    siteList: series<events.SiteListEvent>(),
    instanceCheck: series<events.InstanceCheckEvent>(),
    instanceSettings: series<events.InstanceSettingsEvent>(),
    instanceObjects: series<events.RequiredObjectsEvent>(),
    instanceConf: series<events.InstanceConfEvent>(),
    instanceVerb: series<events.InstanceVerbEvent>(),
    replicaCommands: series<events.ReplicaCommandsEvent>(),
    instanceInitialise: bail<events.InstanceInitialiseEvent>(),
    instanceAuthentication: bail<events.InstanceAuthenticationEvent>(),
    instanceConfigure: bail<events.InstanceConfigureEvent>(),
    instanceConfigured: series<events.InstanceConfigureEvent>(),
    instanceStart: bail<events.InstanceActionEvent>(),
    instanceStarted: series<events.InstanceActionEvent>(),
    instanceStop: bail<events.InstanceStopEvent>(),
    instanceStopped: series<events.InstanceActionEvent>(),
    instanceRestart: bail<events.InstanceActionEvent>(),
    instanceReload: bail<events.InstanceActionEvent>(),
    instancePromote: bail<events.InstanceActionEvent>(),
    instancePromoted: series<events.InstanceActionEvent>(),
    instanceDemote: bail<events.InstanceActionEvent>(),
    instanceUpgraded: series<events.InstanceUpgradeEvent>(),
    instanceDropped: series<events.InstanceActionEvent>(),
    instanceStatus: series<events.InstanceStatusEvent>(),
    instanceEnvironment: series<events.InstanceEnvironmentEvent>(),
    instanceDescribe: series<events.InstanceDescribeEvent>(),
    roleChanged: series<events.RoleEvent>(),
    roleDescribe: series<events.RoleDescribeEvent>(),
    service: bail<events.ServiceEvent>(),
    serviceStatus: series<events.ServiceStatusEvent>(),
    schedule: bail<events.ScheduleEvent>(),
    siteUnits: series<events.SiteUnitsEvent>(),
  })
}
