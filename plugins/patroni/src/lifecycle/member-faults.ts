import type { Fault } from '@pglift/sdk'
import { splitAddress } from '../member/config.js'
import type { Session } from '../session.js'

/** A fault of the field `patroni`, or of a part of it. */
export function fault(loc: readonly string[], msg: string, input: unknown = null): Fault {
  return { type: 'value_error', loc: ['patroni', ...loc], msg: `Value error, ${msg}`, input }
}

/** Faults of the address that the REST API is to listen on. */
export async function portFaults({ effects }: Session, listen: string): Promise<Fault[]> {
  const { host, port } = splitAddress(listen)
  if (port < 1 || port > 65535) return [fault(['restapi', 'listen'], `'${port}' is no port`, listen)]
  const address = host === '*' ? '0.0.0.0' : host
  return (await effects.net.isAddressFree(address, port))
    ? []
    : [fault(['restapi', 'listen'], `port ${port} of ${host} already in use`, listen)]
}
