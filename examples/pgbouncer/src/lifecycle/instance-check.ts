import type { InstanceCheckEvent } from '@pglift/sdk'
import { fieldOf, type PgbouncerField } from '../model.js'
import { poolPort, type Session } from '../pool.js'

/** An instance whose pool has the port, running or not. */
async function holder(
  session: Session,
  port: number,
  except: readonly string[],
): Promise<string | undefined> {
  const files = await session.effects.files.list(session.section.configpath)
  const names = files.filter((file) => file.endsWith('.ini')).map((file) => file.slice(0, -'.ini'.length))
  for (const name of names)
    if (!except.includes(name) && (await poolPort(session, name)) === port) return name
  return undefined
}

/** Why a pool can't have the port; undefined when it can. */
async function obstacle(
  session: Session,
  event: InstanceCheckEvent,
  port: number,
): Promise<string | undefined> {
  const { instance, upgradedFrom } = event
  if (port === event.port) return `port ${port} is that of the instance itself`
  const own = [instance.qualname, ...(upgradedFrom === undefined ? [] : [upgradedFrom.qualname])]
  const other = await holder(session, port, own)
  if (other !== undefined) return `port ${port} is that of the pool of ${other}`
  return (await event.isPortFree(port)) ? undefined : `port ${port} already in use`
}

/** Its role is looked after by SQL, which a stopped server takes from nobody. */
function isOutOfReach({ observed }: InstanceCheckEvent, { password }: PgbouncerField, isJoining: boolean) {
  return observed?.running === false && observed.standby === null && (isJoining || password !== null)
}

/** The port of a pool must be free: of other pools, of the instance itself, of any program. */
export function instanceCheck(session: Session): (event: InstanceCheckEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, faults, ports } = event
    const field = fieldOf(desired)
    if (!field) return
    const { port } = field
    const fault = (loc: string[], msg: string, input?: unknown) =>
      faults.push({ type: 'value_error', loc, msg: `Value error, ${msg}`, input })
    const present = await poolPort(session, instance.qualname)
    if (isOutOfReach(event, field, present === undefined))
      fault(['pgbouncer'], `start instance ${instance.id} first: the pool needs a role in it`)
    if (port === present && port !== event.port) return
    const problem = await obstacle(session, event, port)
    if (problem === undefined) ports.push(port)
    else fault(['pgbouncer', 'port'], problem, port)
  }
}
