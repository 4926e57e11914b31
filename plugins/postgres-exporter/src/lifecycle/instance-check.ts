import { type Fault, type InstanceCheckEvent, unitNameFaults } from '@pglift/sdk'
import { listExporters, readExporter } from '../exporter.js'
import { holderOf } from '../holder.js'
import { DEFAULT_PORT, fieldOf } from '../model.js'
import { type Session, titleOf } from '../session.js'

const fault = (loc: Fault['loc'], msg: string, input: unknown): Fault => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${msg}`,
  input,
})

/** Why an exporter can't have the port. */
async function obstacle(
  session: Session,
  event: InstanceCheckEvent,
  port: number,
): Promise<string | undefined> {
  const { instance, upgradedFrom } = event
  if (port === event.port) return `port ${port} already in use by PostgreSQL ${instance.qualname}`
  const own = [instance.qualname, ...(upgradedFrom === undefined ? [] : [upgradedFrom.qualname])]
  const holder = await holderOf(session, port, own)
  if (holder !== undefined) return `port ${port} already in use by ${holder}`
  return (await event.isPortFree(port)) ? undefined : `port ${port} already in use`
}

/** The port of PostgreSQL may be that of an exporter, which the host knows only while it listens. */
async function serverFaults(session: Session, event: InstanceCheckEvent): Promise<Fault[]> {
  const { port, instance, observed, upgradedFrom, desired } = event
  if (port === observed?.port || port === upgradedFrom?.port || !(await event.isPortFree(port))) return []
  const others = (await listExporters(session)).filter(({ name }) => name !== instance.qualname)
  const holder = others.find((exporter) => exporter.port === port)
  if (holder === undefined) return []
  return [fault(['port'], `port ${port} already in use by ${titleOf(holder.name)}`, desired.port)]
}

/** The exporter's port must be that of nobody else: of no instance, no exporter, no other program. */
export function instanceCheck(session: Session): (event: InstanceCheckEvent) => Promise<void> {
  return async (event) => {
    const { instance, upgradedFrom, desired, faults, ports } = event
    faults.push(...(await serverFaults(session, event)))
    const field = fieldOf(desired)
    if (field === null) return
    const { qualname: name, name: input } = instance
    faults.push(...unitNameFaults({ what: 'an exporter', name, input }, session.settings.service_manager))
    const present = await readExporter(session, instance.qualname)
    const former = upgradedFrom === undefined ? present : await readExporter(session, upgradedFrom.qualname)
    const port = field.port ?? former?.port ?? DEFAULT_PORT
    if (present?.port === port && event.observed !== undefined && port !== event.port) return
    const problem = await obstacle(session, event, port)
    if (problem === undefined) ports.push(port)
    else faults.push(fault(['prometheus', 'port'], problem, field.port ?? port))
  }
}
