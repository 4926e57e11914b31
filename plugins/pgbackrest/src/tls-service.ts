import { join } from 'node:path'
import type { ServiceEvent } from '@pglift/sdk'
import { type Session, serverPath } from './session.js'
import type { TlsServer } from './steps/server.js'

type Plan = ServiceEvent['plan']

/** One for the site: no instance of the unit. */
const SERVICE: ServiceEvent['service'] = { name: 'pgbackrest', instance: '' }

/** The TLS server that the settings want; undefined for other kinds of repositories. */
export function tlsServer({ section }: Pick<Session, 'section'>): TlsServer | undefined {
  const { execpath, configpath, logpath, repository } = section
  if (repository.mode !== 'host-tls') return undefined
  return {
    execpath,
    configpath,
    conf: serverPath(section),
    pidFile: repository.pid_file,
    log: join(logpath, 'server-start.log'),
    port: repository.port,
  }
}

/** Steps that start the TLS server, by the service manager where there is one; none when it runs, or is not wanted. */
export async function planServerStart(session: Session, plan: Plan, { enable = false } = {}): Promise<void> {
  const server = tlsServer(session)
  if (server === undefined) return
  if (enable) await session.services.ask({ plan, service: SERVICE, action: 'enable' })
  if (await session.services.ask({ plan, service: SERVICE, action: 'start' })) return
  const title = `starting pgBackRest TLS server 'localhost:${server.port}'`
  plan.step('pgbackrest.server-start', server, { title })
}

/** Steps that stop it, for good. */
export async function planServerStop(session: Session, plan: Plan): Promise<void> {
  const server = tlsServer(session)
  if (server === undefined) return
  if (await session.services.ask({ plan, service: SERVICE, action: 'stop' }))
    await session.services.ask({ plan, service: SERVICE, action: 'disable' })
  else plan.step('pgbackrest.server-stop', server, { title: 'stopping pgBackRest TLS server' })
}
