import { homedir } from 'node:os'
import { join } from 'node:path/posix'
import { authorship } from './marked-file.js'
import type { Session } from './session.js'
import type { SystemdSettings } from './settings.js'

/** A unit file that is there. */
export interface InstalledUnit {
  readonly name: string
  readonly path: string
  readonly isEdited: boolean
}

/** Unit files that pglift wrote, also for components that the site does not have any more. */
export async function installedUnits({ section, effects }: Session): Promise<InstalledUnit[]> {
  const names = (await effects.files.list(section.unit_path)).filter((name) =>
    /^pglift-.*\.(service|timer)$/.test(name),
  )
  const units = await Promise.all(
    names.map(async (name) => {
      const path = join(section.unit_path, name)
      const author = authorship((await effects.files.readText(path)) ?? '')
      return author === 'foreign' ? [] : [{ name, path, isEdited: author === 'edited' }]
    }),
  )
  return units.flat()
}

/** Where `systemctl enable` puts its links. */
function linkDirectory({ user }: Pick<SystemdSettings, 'user'>): string {
  if (!user) return '/etc/systemd/system'
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd/user')
}

const templateOf = (unit: string): string => unit.replace(/@.*\./, '@.')

/** Units that are started with the machine and whose unit file is one of these. */
export async function enabledUnits(
  { section, effects }: Session,
  installed: readonly Pick<InstalledUnit, 'name'>[],
): Promise<string[]> {
  const names = new Set(installed.map(({ name }) => name))
  const links = linkDirectory(section)
  const directories = (await effects.files.list(links)).filter((name) => name.endsWith('.wants'))
  const enabled: string[] = []
  for (const directory of directories) {
    const units = await effects.files.list(join(links, directory))
    enabled.push(...units.filter((unit) => names.has(templateOf(unit))))
  }
  return enabled
}
