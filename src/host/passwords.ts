import type { Effects } from '../effects/effects.js'
import { passwordIn } from '../postgresql/passfile.js'
import { format } from '../settings/format-string.js'
import type { SiteSettings } from '../settings/types.js'
import type { PasswordSource, Reachable } from './sessions.js'

type Io = Pick<Effects, 'files' | 'processes'>

function commandValue(instance: Reachable, role: string): (variable: string) => string {
  const values: Readonly<Record<string, string>> = {
    instance: instance.id,
    'instance.name': instance.name,
    'instance.version': instance.version,
    'instance.port': String(instance.port),
    role,
  }
  return (variable) => values[variable] ?? ''
}

/**
 * What `auth.password_command` prints for the role, blanks and line ends around it aside; undefined when the site has no such command.
 * Fails when the command does.
 */
export async function passwordFromCommand(
  io: Io,
  settings: SiteSettings,
  instance: Reachable,
  role: string,
): Promise<string | undefined> {
  const [program, ...args] = settings.postgresql.auth.password_command
  if (program === undefined) return undefined
  const fill = (word: string) => format(word, commandValue(instance, role))
  const { stdout } = await io.processes.run([fill(program), ...args.map(fill)], { secretOutput: true })
  return stdout.trim()
}

async function passwordFromFile(
  { files }: Io,
  settings: SiteSettings,
  instance: Reachable,
  role: string,
  dbname: string,
): Promise<string | undefined> {
  const { passfile } = settings.postgresql.auth
  const text = passfile === null ? undefined : await files.readText(passfile)
  if (text === undefined) return undefined
  // libpq looks a connection by socket up as `localhost` too, when it is in its default directory.
  const hosts = [instance.socketDirectory, 'localhost']
  const ports = [instance.port, instance.configuredPort ?? instance.port]
  return passwordIn(text, { hosts, ports, database: dbname, user: role })
}

/** As the original and libpq: PGPASSWORD, then `auth.password_command`, then the password file. */
export function sitePasswords(io: Io, settings: SiteSettings, env: NodeJS.ProcessEnv): PasswordSource {
  return async (instance, role, dbname) =>
    env.PGPASSWORD ??
    (await passwordFromCommand(io, settings, instance, role)) ??
    (await passwordFromFile(io, settings, instance, role, dbname))
}
