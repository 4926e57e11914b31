import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { InstanceConfigureEvent, Purpose } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import type { Configuration } from './configuration.js'
import { firstSocketDirectory } from './observe.js'
import { replicaCommands } from './replica-commands.js'
import { journalableSettings } from './sensitive-settings.js'
import { SOCKET_DIRECTORY_MODE } from './server.js'

export interface ConfigureRequest {
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly observed?: ObservedInstance
  readonly purpose: Purpose
  readonly configuration: Configuration
  /** The file came with a base backup: what its server had set goes. */
  readonly replaces?: boolean
  /** Whether it follows another server, where neither `observed` nor the manifest tells. */
  readonly standby?: boolean
}

/** The event of both configuration hooks; their steps go to `plan`. */
async function configureEvent(
  host: Host,
  request: ConfigureRequest,
  plan: Plan,
): Promise<InstanceConfigureEvent> {
  const { configuration, replaces: _, standby = request.observed?.standby != null, ...rest } = request
  const { conf, changes, port } = configuration
  return {
    ...rest,
    conf,
    changes,
    port,
    standby: standby || request.desired.standby?.status === 'demoted',
    plan,
    confirm: (question, byDefault) => host.ask.confirm(question, byDefault),
    replicaCommands: await replicaCommands(host, request.instance, request.desired),
  }
}

/** Steps that write PostgreSQL's configuration, by the component that keeps it, else into postgresql.conf. */
export async function planConfigure(host: Host, request: ConfigureRequest): Promise<Plan> {
  const plan = new Plan()
  const { instance, configuration } = request
  const title = 'configuring PostgreSQL'
  if ((await host.hooks.instanceConfigure.promise(await configureEvent(host, request, plan))) !== true) {
    plan.step(
      'postgresql.configure',
      {
        path: join(instance.datadir, 'postgresql.conf'),
        changes: journalableSettings(configuration.edits),
        ...(request.replaces === true ? { replaces: true } : {}),
      },
      { title },
    )
  }
  const sockets = firstSocketDirectory(configuration.conf)
  if (sockets?.startsWith('/') === true)
    plan.directory(sockets, SOCKET_DIRECTORY_MODE, {
      title: `creating PostgreSQL socket directory: ${sockets}`,
    })
  return plan
}

/** Steps of the components once PostgreSQL is configured and, on creation, runs. */
export async function planConfigured(host: Host, request: ConfigureRequest): Promise<Plan> {
  const plan = new Plan()
  await host.hooks.instanceConfigured.promise(await configureEvent(host, request, plan))
  return plan
}
