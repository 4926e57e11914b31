import { join } from 'node:path'
import type { Service } from '@pglift/sdk'
import { serverArgv, serverPingArgv } from './argv/server.js'
import { type Session, serverPath } from './session.js'

/** The TLS server of this host, with which the repository host reaches it; undefined for other kinds of repositories. */
export function tlsServer({ section, settings }: Pick<Session, 'section' | 'settings'>): Service | undefined {
  const { repository, logpath } = section
  if (repository.mode !== 'host-tls') return undefined
  const conf = serverPath(section)
  const { passfile } = settings.postgresql.auth
  return {
    name: 'pgbackrest',
    instance: '',
    title: `pgBackRest TLS server 'localhost:${repository.port}'`,
    argv: serverArgv(section, conf),
    ...(passfile === null ? {} : { environment: { PGPASSFILE: passfile } }),
    pidFile: repository.pid_file,
    log: join(logpath, 'server-start.log'),
    ready: { argv: serverPingArgv(section, conf, repository.port) },
  }
}
