import { join } from 'node:path/posix'
import type { RuntimeDirectory, Unit } from '@pglift/sdk'
import { environmentLines } from './environment.js'
import { hardening } from './hardening.js'
import { marked } from './marked-file.js'
import { type Session, tasksOf } from './session.js'
import { tmpfilesConf } from './tmpfiles-conf.js'
import { commandLine } from './unit-syntax.js'

/** A file that the site has for systemd. */
export interface SiteFile {
  /** `pglift-postgresql@.service`; for a file of tmpfiles.d the name of its component, `postgresql`. */
  readonly name: string
  readonly path: string
  content(): Promise<string>
}

/** What the site wants of systemd's configuration. */
export interface SiteFiles {
  readonly units: readonly SiteFile[]
  readonly tmpfiles: readonly SiteFile[]
  /** Those that `tmpfiles` ask for. */
  readonly directories: readonly string[]
}

const stem = (name: string): string => name.replace(/\.[a-z]+$/, '')

/** Units of what systemd does here: a timer and the service that it begins belong together. */
function wanted(units: readonly Unit[], { runsServices, schedules }: ReturnType<typeof tasksOf>): Unit[] {
  const timed = new Set(units.filter(({ name }) => name.endsWith('.timer')).map(({ name }) => stem(name)))
  return units.filter(({ name }) => (timed.has(stem(name)) ? schedules : runsServices))
}

function unitFile({ name, content }: Unit, { section }: Session): SiteFile {
  const edit = `systemctl ${section.user ? '--user ' : ''}edit ${name}`
  return {
    name,
    path: join(section.unit_path, name),
    async content() {
      const text = typeof content === 'string' ? content : await content()
      const body = `${text.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`
      return marked(body, `Better: '${edit}', or a site template 'systemd/${name}'.`)
    },
  }
}

function tmpfilesFile(directory: RuntimeDirectory, { section, settings }: Session): SiteFile {
  const { name } = directory
  const body = tmpfilesConf(directory, settings.run_prefix, section.user ? undefined : settings.sysuser)
  const path = join(section.tmpfilesd_conf_path, `pglift-${name}.conf`)
  return { name, path, content: async () => marked(body, 'See tmpfiles.d(5).') }
}

/** Collects what host and components contribute. */
export async function siteFiles(session: Session): Promise<SiteFiles> {
  const { section, services, settings } = session
  const tasks = tasksOf(session)
  if (!tasks.runsServices && !tasks.schedules && !tasks.keepsDirectories)
    return { units: [], tmpfiles: [], directories: [] }
  const [user, group] = settings.sysuser
  const values = {
    environment: environmentLines(session),
    executeas: section.user ? [] : [`User=${user}`, `Group=${group}`],
    hardening: hardening(section.user),
  }
  const { units, runtimeDirectories } = await services.units({ values, command: commandLine })
  const below = runtimeDirectories.filter(({ path }) => path.startsWith(`${settings.run_prefix}/`))
  const kept = tasks.keepsDirectories ? below : []
  return {
    units: wanted(units, tasks).map((unit) => unitFile(unit, session)),
    tmpfiles: kept.map((directory) => tmpfilesFile(directory, session)),
    directories: kept.map(({ path }) => path),
  }
}
