import { join } from 'node:path'
import { type ComponentSession, format } from '@pglift/sdk'
import type { PatroniSettings } from './settings.js'

export type Session = ComponentSession<PatroniSettings>

/** What reading members' files and asking their REST API takes. */
export type Reading = Pick<Session, 'section' | 'effects'>

/** An instance by the name that files and services have. */
export interface Named {
  readonly qualname: string
}

const fill = (template: string, name: string): string => format(template, () => name)

/** Configuration file of a member. */
export function configPath({ section }: Pick<Session, 'section'>, { qualname }: Named): string {
  return fill(section.configpath, qualname)
}

/** Password file that Patroni writes for its connections. */
export function passfilePath({ section }: Pick<Session, 'section'>, { qualname }: Named): string {
  return fill(section.postgresql.passfile, qualname)
}

/** File of the pid of a member, when no service manager runs it. */
export function pidPath({ section }: Pick<Session, 'section'>, { qualname }: Named): string {
  return fill(section.pid_file, qualname)
}

/** Directory of what a member logs. */
export function logDirectory({ section }: Pick<Session, 'section'>, { qualname }: Named): string {
  return join(section.logpath, qualname)
}

/** What Patroni logs. */
export function logPath(session: Pick<Session, 'section'>, instance: Named): string {
  return join(logDirectory(session, instance), 'patroni.log')
}
