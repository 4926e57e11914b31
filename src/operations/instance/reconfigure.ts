import type { Operation } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { Conf } from '../../postgresql/conf/value.js'
import { planPassfilePortChange } from '../passfile/plan.js'
import type { Configuration } from './configuration.js'
import { planConfigure, planConfigured } from './configure.js'
import { portOf } from './observe.js'
import { type PendingActions, planPending } from './pending.js'
import { requireAccepted } from './rehearse.js'
import { planKeepRunning } from './server.js'

export interface ReconfigureRequest {
  readonly instance: ObservedInstance
  readonly desired: InstanceManifest
  readonly configuration: Configuration
  /** Steps of the same change that come between the configuration and the reload or restart. */
  readonly meanwhile?: Plan
}

/**
 * Gives an existing instance its configuration: writes it, has PostgreSQL look at it (what it refuses is undone), then
 * reloads, or restarts when that is agreed to, then the components follow. Whatever fails, the instance runs on
 * with the configuration that it had.
 */
export async function reconfigure(
  host: Host,
  operation: Operation,
  { instance, desired, configuration, meanwhile = new Plan() }: ReconfigureRequest,
): Promise<PendingActions> {
  const request = { instance, desired, observed: instance, purpose: 'alter', configuration } as const
  const changed = Object.keys(configuration.changes).length > 0
  if (changed) {
    const plan = await planKeepRunning(host, instance)
    await operation.apply(plan.append(await planConfigure(host, request)))
    if (!operation.dryRun) await requireAccepted(host, instance, configuration.changes)
  }
  const pending = await planPending(host, instance, configuration, desired)
  const passfile = await planPassfilePortChange(host, portOf(instance.conf), configuration.port)
  await operation.apply(passfile.append(meanwhile).append(pending.plan))
  await operation.apply(await planConfigured(host, request))
  return pending
}

/**
 * The same configuration with no other parameters changed than those named: what the site's template, or a
 * component, says by now about the others is not this change's business.
 */
export function onlyChanging(configuration: Configuration, names: readonly string[]): Configuration {
  const kept = ([name]: readonly [string, unknown]) => names.includes(name)
  const conf: Record<string, Conf[string]> = { ...configuration.conf }
  for (const [name, [before]] of Object.entries(configuration.changes)) {
    if (names.includes(name)) continue
    if (before === null) delete conf[name]
    else conf[name] = before
  }
  return {
    conf,
    changes: Object.fromEntries(Object.entries(configuration.changes).filter(kept)),
    edits: Object.fromEntries(Object.entries(configuration.edits).filter(kept)),
    port: portOf(conf),
  }
}
