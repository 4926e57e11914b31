import { type Host, type ObservedInstance, operational } from '@pglift/sdk'
import { logPath } from '../session.js'
import { requireMember } from './member.js'

/** Patroni's log of an instance. Fails with `PGLIFT_PATRONI_NO_LOGS` when there is none. */
export async function patroniLogs(host: Host, instance: ObservedInstance): Promise<string> {
  const { session } = await requireMember(host, instance)
  const path = logPath(session, instance)
  const text = await host.effects.files.readText(path)
  if (text !== undefined) return text
  throw operational('PGLIFT_PATRONI_NO_LOGS', `no Patroni logs found at ${path}`)
}
