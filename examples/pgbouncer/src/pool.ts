import { join } from 'node:path'
import type { ComponentSession, Service } from '@pglift/sdk'
import type { PgbouncerSettings } from './settings.js'

export type Session = ComponentSession<PgbouncerSettings>

/** Files of the pool of an instance, which `qualname` (`15-main`) names. */
export function poolFiles({ configpath }: PgbouncerSettings, qualname: string) {
  return { ini: join(configpath, `${qualname}.ini`), users: join(configpath, `${qualname}.users`) }
}

/** The port that the configuration of a pool says; undefined when there is no pool. */
export async function poolPort({ effects, section }: Session, qualname: string): Promise<number | undefined> {
  const text = await effects.files.readText(poolFiles(section, qualname).ini)
  const port = /^listen_port = (\d+)$/m.exec(text ?? '')?.[1]
  return port === undefined ? undefined : Number(port)
}

/** The pool as a program that pglift runs, or a service manager. */
export function poolService({ section }: Pick<Session, 'section'>, qualname: string, port: number): Service {
  return {
    name: 'pgbouncer',
    instance: qualname,
    title: `PgBouncer ${qualname}`,
    argv: [section.execpath, '--quiet', poolFiles(section, qualname).ini],
    pidFile: join(section.pid_directory, `${qualname}.pid`),
    log: join(section.logpath, `${qualname}.log`),
    ready: { port },
  }
}

/** That of an instance which has one. */
export async function existingPool(session: Session, qualname: string): Promise<Service | undefined> {
  const port = await poolPort(session, qualname)
  return port === undefined ? undefined : poolService(session, qualname, port)
}
