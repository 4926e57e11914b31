import type { Plan } from '../../../../src/engine/plan.js'
import type { HookName } from '../../../../src/host/hooks.js'
import type { InstanceManifest } from '../../../../src/models/instance.js'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'

/** An event for each hook, about a stopped instance; questions get their default answer. */
export function eventsFor(
  instance: ObservedInstance,
  desired: InstanceManifest,
  plan: Plan,
): Record<HookName, object> {
  const confirm = async (_question: string, byDefault: boolean) => byDefault
  const asking = { plan, confirm }
  const planned = { ...asking, instance, desired, purpose: 'create' }
  const configured = { ...planned, conf: instance.conf, changes: {}, port: instance.port }
  const action = (purpose: string) => ({ ...asking, instance, purpose })
  return {
    siteInstall: asking,
    siteUninstall: asking,
    siteCheck: { problems: [] },
    siteList: { paths: [] },
    instanceCheck: { instance, desired, faults: [] },
    instanceSettings: { instance, desired, forced: [] },
    instanceObjects: { instance, desired, roles: [], databases: [] },
    instanceInitialise: planned,
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
    instanceDescribe: { instance, fields: {} },
    roleChanged: { plan, instance, role: { name: 'bob', state: 'present' }, change: 'create' },
    roleDescribe: { instance, name: 'bob', fields: {} },
    service: { plan, service: { name: 'postgresql', instance: instance.qualname }, action: 'start' },
  }
}
