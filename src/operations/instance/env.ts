import type { Host } from '../../host/host.js'
import { passwordFromCommand } from '../../host/passwords.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** The caller's PATH with the programs of the instance's own version first. */
function searchPath(bindir: string): string {
  const rest = (process.env.PATH ?? '')
    .split(':')
    .filter((directory) => directory !== '' && directory !== bindir)
  return [bindir, ...rest].join(':')
}

/**
 * Variables with which PostgreSQL's programs, and those of components, reach the instance, sorted by name. No child
 * process, unless the site has an `auth.password_command`, which gives PGPASSWORD.
 */
export async function instanceEnvironment(
  host: Host,
  instance: ObservedInstance,
): Promise<Readonly<Record<string, string>>> {
  const { auth, surole } = host.settings.postgresql
  const password = await passwordFromCommand(host.effects, host.settings, instance, surole.name)
  const variables: Record<string, string> = {
    PATH: searchPath(instance.bindir),
    PGDATA: instance.datadir,
    ...(instance.socketDirectory === undefined ? {} : { PGHOST: instance.socketDirectory }),
    ...(auth.passfile === null ? {} : { PGPASSFILE: auth.passfile }),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    PGPORT: String(instance.port),
    PGUSER: surole.name,
    PSQLRC: instance.psqlrc,
    PSQL_HISTORY: instance.psqlHistory,
  }
  await host.hooks.instanceEnvironment.promise({ instance, variables })
  const byName = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : 1)
  return Object.fromEntries(Object.entries(variables).sort(byName))
}
