import type { Host, ObservedInstance } from '@pglift/sdk'
import { requireStanza, sessionOf } from './session.js'

/** Becomes `pgbackrest` for the stanza of an instance; does not return. */
export async function runProxy(
  host: Host,
  instance: ObservedInstance,
  args: readonly string[],
): Promise<never> {
  const session = sessionOf(host)
  const { stanza } = await requireStanza(session, instance)
  const { execpath, configpath } = session.section
  const { passfile } = host.settings.postgresql.auth
  const env = {
    ...process.env,
    ...(passfile === null ? {} : { PGPASSFILE: passfile }),
    PGBACKREST_CONFIG_PATH: configpath,
    PGBACKREST_STANZA: stanza,
  }
  await host.close()
  return host.effects.processes.replace([execpath, ...args], env)
}
