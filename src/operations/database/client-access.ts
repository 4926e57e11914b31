import type { Host } from '../../host/host.js'
import { sitePasswords } from '../../host/passwords.js'
import type { Reachable } from '../../host/sessions.js'
import { Secret } from '../../models/secret.js'
import { formatConninfo } from '../../postgresql/conninfo.js'

/** How PostgreSQL's own programs reach a database: the password goes into their environment, never into argv. */
export interface ClientAccess {
  /** Connection string without password. */
  readonly conninfo: string
  readonly password?: Secret
}

/** Access to a database as the superuser role, through the socket. */
export async function clientAccess(host: Host, instance: Reachable, dbname: string): Promise<ClientAccess> {
  const user = host.settings.postgresql.surole.name
  const conninfo = formatConninfo({
    host: instance.socketDirectory ?? 'localhost',
    port: instance.port,
    user,
    dbname,
  })
  const find = sitePasswords(host.effects, host.settings, process.env)
  const password = await find(instance, user, dbname)
  return { conninfo, ...(password === undefined ? {} : { password: new Secret(password) }) }
}
