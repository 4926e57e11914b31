import { type InstanceActionEvent, operations } from '@pglift/sdk'
import type { Exporter } from '../exporter.js'
import { plannedExporter, wantedExporter } from '../instance-exporter.js'
import { monitored } from '../local-instance.js'
import type { Memory } from '../memory.js'
import { planFile, planStart, planTarget } from '../plan.js'
import { serviceOf } from '../service.js'
import { type Session, titleOf } from '../session.js'

/** Where the server listens after this start is known from its files: the port may have been changed since. */
async function followed(
  session: Session,
  memory: Memory,
  { instance }: InstanceActionEvent,
  present: Exporter,
): Promise<Exporter> {
  const now = await (await operations()).observeInstance(session.effects, instance)
  if (now === undefined) return present
  const field = { port: null, password: null }
  const listening = { port: now.configuredPort, socket: now.socketDirectory }
  const wanted = wantedExporter(session, memory, { name: present.name, field, present, listening })
  const isSame = JSON.stringify(wanted.parameters) === JSON.stringify(present.parameters)
  return isSame ? present : wanted
}

/** Starts the exporter, which is ready when it has reached the server. */
export function instanceStarted(
  session: Session,
  memory: Memory,
): (event: InstanceActionEvent) => Promise<void> {
  return async (event) => {
    const { instance, plan, purpose } = event
    const name = instance.qualname
    const present = await plannedExporter(session, memory, name)
    if (present === undefined) return
    const role = memory.pendingRoles.get(name)
    if (role !== undefined) plan.step('postgres-exporter.role', role)
    // One that was just configured is as it is to be; what the server's files say may be written by whoever starts it.
    const isConfigured = purpose === 'create' || purpose === 'upgrade'
    const exporter = isConfigured ? present : await followed(session, memory, event, present)
    if (exporter !== present) planFile(session, plan, exporter, `reconfiguring ${titleOf(name)}`)
    const service = await serviceOf(session, exporter)
    const another =
      purpose === 'create'
        ? '--prometheus-port'
        : `pglift instance alter ${instance.id} --prometheus-port PORT`
    const hint = `end who listens there, or choose another: '${another}'`
    await planStart(session, plan, service, { port: exporter.port, hint })
    // An instance that was upgraded, and is started all the same, is scraped no more until then. A new one that a component
    // has made, of a cluster, has its name only now.
    await planTarget(session, plan, exporter, monitored(instance))
  }
}
