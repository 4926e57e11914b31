import type { Plan } from '../engine/plan.js'
import type { Fault } from '../errors/kinds.js'
import type { DatabaseManifest } from '../models/database.js'
import type { InstanceManifest } from '../models/instance.js'
import type { Instance, ObservedInstance } from '../models/instance-identity.js'
import type { RoleManifest } from '../models/role.js'

type Conf = Readonly<Record<string, string | number | boolean>>

/** What every planning event carries: taps add steps to `plan` and change nothing themselves. */
export interface PlanningEvent {
  readonly plan: Plan
}

/** Asking the user; without a terminal or with `--non-interactive` the default is the answer. */
export interface Asking {
  confirm(question: string, answerByDefault: boolean): Promise<boolean>
}

export interface SiteEvent extends PlanningEvent, Asking {}

export interface SiteCheckEvent {
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
  readonly desired: InstanceManifest
  /** Absent when the instance is to be created. */
  readonly observed?: ObservedInstance
  /** The instance that the new one takes the place of, in an upgrade. */
  readonly upgradedFrom?: ObservedInstance
  /** Faults of the desired instance that only the host can tell: a port in use, a stanza bound elsewhere. */
  readonly faults: Fault[]
}

export interface InstanceSettingsEvent {
  readonly instance: Instance
  readonly desired: InstanceManifest
  /** Settings that a component forces, by component. `shared_preload_libraries` is merged, all else overrides. */
  readonly forced: { by: string; settings: Conf }[]
}

export interface InstancePlanEvent extends PlanningEvent, Asking {
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly observed?: ObservedInstance
  readonly purpose: Purpose
}

/** Settings that change: former and new value, `null` for none. */
export type SettingChanges = Readonly<Record<string, readonly [Conf[string] | null, Conf[string] | null]>>

export interface InstanceConfigureEvent extends InstancePlanEvent {
  /** All managed settings after the change. */
  readonly conf: Conf
  readonly changes: SettingChanges
  readonly port: number
}

/** Something is done to an instance that exists. */
export interface InstanceActionEvent extends PlanningEvent, Asking {
  readonly instance: ObservedInstance
  readonly purpose: Purpose
}

export interface InstanceStopEvent extends InstanceActionEvent {
  readonly mode: 'smart' | 'fast' | 'immediate'
}

export interface InstanceUpgradeEvent extends PlanningEvent, Asking {
  readonly from: ObservedInstance
  readonly to: Instance
  readonly port: number
}

export interface StatusLine {
  /** `PostgreSQL`, `prometheus`, `Patroni API`. */
  readonly service: string
  readonly running: boolean
}

export interface InstanceStatusEvent {
  readonly instance: ObservedInstance
  readonly lines: StatusLine[]
}

export interface InstanceEnvironmentEvent {
  readonly instance: ObservedInstance
  readonly variables: Record<string, string>
}

export interface InstanceDescribeEvent {
  readonly instance: ObservedInstance
  /** The component's field of the manifest, e.g. `pgbackrest: {stanza}`. */
  readonly fields: Record<string, unknown>
}

export interface RequiredObjectsEvent {
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly roles: RoleManifest[]
  readonly databases: DatabaseManifest[]
}

export interface RoleEvent extends PlanningEvent {
  readonly instance: ObservedInstance
  readonly role: RoleManifest
  /** What happens to the role. */
  readonly change: 'create' | 'alter' | 'drop'
}

export interface RoleDescribeEvent {
  readonly instance: ObservedInstance
  readonly name: string
  readonly fields: Record<string, unknown>
}

/** A program that runs beside PostgreSQL or is PostgreSQL. */
export interface Service {
  /** Unit and pid-file stem: `postgresql`, `postgres_exporter`. */
  readonly name: string
  /** Instance of the unit template: `15-main`. */
  readonly instance: string
}

export interface ServiceEvent extends PlanningEvent {
  readonly service: Service
  readonly action: 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reload'
}
