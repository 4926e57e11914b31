import { type DeclaredFile, type InstanceConfigureEvent, operations, Secret } from '@pglift/sdk'
import { connectionValue, iniLines, userLine } from './ini.js'
import { poolFiles, type Session } from './pool.js'

/** `pgbouncer.ini` of an instance. */
export async function poolIni(
  { section, settings, templates }: Session,
  { instance, conf, port }: Pick<InstanceConfigureEvent, 'conf' | 'instance' | 'port'>,
  poolPort: number,
): Promise<DeclaredFile> {
  const { firstSocketDirectory } = await operations()
  const host = firstSocketDirectory(conf) ?? 'localhost'
  const { ini: path, users } = poolFiles(section, instance.qualname)
  const { role, pool_mode, pid_directory, options } = section
  const content = await templates.render('pgbouncer/pgbouncer.ini', {
    server: `host=${connectionValue(host)} port=${port}`,
    settings: iniLines({
      listen_addr: 'localhost',
      unix_socket_dir: pid_directory,
      auth_type: 'scram-sha-256',
      auth_file: users,
      auth_user: role,
      auth_query: 'SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1',
      admin_users: settings.postgresql.surole.name,
      pool_mode,
      ...options,
      listen_port: poolPort,
    }),
  })
  return { path, content, mode: 0o640 }
}

/** The file with the password that PgBouncer itself connects with. */
export function poolUsers(
  { section }: Pick<Session, 'section'>,
  qualname: string,
  password: Secret | null,
): DeclaredFile {
  const content = new Secret(`${userLine(section.role, password?.reveal() ?? '')}\n`)
  return { path: poolFiles(section, qualname).users, content, mode: 0o600 }
}
