import type { Host } from '../../host/host.js'
import type { Reachable } from '../../host/sessions.js'
import type { Secret } from '../../models/secret.js'
import { formatConninfo } from '../../postgresql/conninfo.js'

/** How PostgreSQL's own programs reach a database: the password goes into their environment, never into argv. */
export interface ClientAccess {
  /** Connection string without password. */
  readonly conninfo: string
  readonly password?: Secret
}

/** Access to a database as the superuser role, through the socket. */
export async function clientAccess(
  { settings, sessions }: Pick<Host, 'settings' | 'sessions'>,
  instance: Reachable,
  dbname: string,
): Promise<ClientAccess> {
  const conninfo = formatConninfo({
    host: instance.socketDirectory ?? 'localhost',
    port: instance.port,
    user: settings.postgresql.surole.name,
    dbname,
  })
  const password = await sessions.passwordOf(instance, dbname)
  return { conninfo, ...(password === undefined ? {} : { password }) }
}
