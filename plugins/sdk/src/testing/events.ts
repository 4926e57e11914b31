import type { Plan } from '../../../../src/engine/plan.js'
import type { ComponentHooks, Tappable } from '../../../../src/host/component.js'
import type { Purpose, RequiredObjectsEvent } from '../../../../src/host/events.js'
import type { HookName } from '../../../../src/host/hooks.js'
import type { InstanceManifest } from '../../../../src/models/instance.js'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'
import type { RoleManifest } from '../../../../src/models/role.js'
import { Secret } from '../../../../src/models/secret.js'
import { serverService } from '../../../../src/operations/instance/server.js'

const nothing = () => undefined

/** The event of each hook. */
export type Events = {
  readonly [K in HookName]: ComponentHooks[K] extends Tappable<infer E, unknown> ? E : never
}

/** What the events are about, besides the hook. */
export interface EventSubjects {
  readonly instance: ObservedInstance
  readonly desired: InstanceManifest
  /** One that is created. */
  readonly role: RoleManifest
  /** Takes what is declared for every primary. */
  readonly objects: Pick<RequiredObjectsEvent, 'role' | 'database'>
}

/** An event for each hook, about a stopped instance; questions get their default answer. */
export function eventsFor({ instance, desired, role, objects }: EventSubjects, plan: Plan): Events {
  const confirm = async (_question: string, byDefault: boolean) => byDefault
  const asking = { plan, confirm }
  const planned = { ...asking, instance, desired, purpose: 'create' } as const
  const written = { conf: instance.conf, port: instance.port, hba: '', ident: '', replicaCommands: [] }
  const { conf, port, replicaCommands } = written
  const configured = { ...planned, conf, changes: {}, port, standby: false, replicaCommands }
  const action = (purpose: Purpose) => ({ ...asking, instance, purpose })
  return {
    siteInstall: asking,
    siteUninstall: asking,
    siteCheck: { problems: [], thorough: true },
    siteList: { paths: [] },
    instanceCheck: {
      instance,
      desired,
      port: instance.port,
      conf: {},
      faults: [],
      ports: [],
      isPortFree: async () => true,
    },
    instanceSettings: { instance, desired, force: nothing, preload: nothing, withhold: nothing },
    instanceObjects: { instance, desired, isForeign: false, ...objects },
    instanceConf: { instance, kept: [] },
    instanceVerb: { instance, verb: 'start-foreground' },
    replicaCommands: { instance, desired, program: ['/usr/bin/pglift'], commands: [] },
    instanceInitialise: { ...planned, ...written },
    instanceAuthentication: { plan, instance, desired, hba: new Secret(''), title: 'access' },
    instanceConfigure: configured,
    instanceConfigured: configured,
    instanceStart: action('start'),
    instanceStarted: action('start'),
    instanceStop: { ...action('stop'), mode: 'fast' },
    instanceStopped: action('stop'),
    instanceRestart: action('restart'),
    instanceReload: action('alter'),
    instancePromote: action('start'),
    instancePromoted: action('start'),
    instanceDemote: action('demote'),
    instanceUpgraded: { ...asking, from: instance, to: instance, port: instance.port },
    instanceDropped: action('drop'),
    instanceStatus: { instance, lines: [] },
    instanceEnvironment: { instance, variables: {} },
    instanceDescribe: { instance, fields: {}, managed: new Set() },
    roleChanged: { plan, instance, role, change: 'create' },
    roleDescribe: { instance, name: role.name, fields: {} },
    service: { plan, service: serverService(instance), action: 'start' },
    serviceStatus: { service: serverService(instance), running: [] },
    schedule: { plan, schedule: { name: 'backup', instance: instance.qualname }, action: 'enable' },
    siteUnits: {
      values: { environment: [], executeas: [], hardening: [] },
      command: (argv: readonly string[]) => argv.join(' '),
      program: ['/usr/bin/pglift'],
      units: [],
      runtimeDirectories: [],
    },
  }
}
