import { operational, type PgliftError } from '../../errors/kinds.js'
import type { SettingsReader } from '../../settings/reader.js'
import { presentSections } from '../../settings/sources.js'
import { currentUser } from '../../settings/system-user.js'
import { type InstalledComponent, installedComponents, type Plugins } from './installed.js'

/** The components of this installation as the site's settings have them. */
export interface Enablement {
  readonly installed: readonly InstalledComponent[]
  readonly isEnabled: (component: InstalledComponent) => boolean
  /** The settings file that was read. */
  readonly file: string | undefined
}

/** Reads which sections the site's settings hold. Throws when the settings can't be read. */
export async function enablementOf(
  config: Plugins,
  env: NodeJS.ProcessEnv,
  reader: SettingsReader,
): Promise<Enablement> {
  const installed = installedComponents(config)
  const keys = installed.map(({ section }) => section)
  const { home } = await currentUser(env, reader)
  const { present, file } = await presentSections({ env, reader }, home, keys)
  return { installed, isEnabled: ({ section }) => present.has(section), file }
}

/** Why a component's commands can't be used: which line of the settings enables it. */
export function notEnabled(found: InstalledComponent, file: string | undefined): PgliftError {
  const message = `component '${found.component}' is installed but not enabled`
  return operational('PGLIFT_COMPONENT_DISABLED', message, { hint: whereToEnable(found, file) })
}

/** `add a section 'pgbackrest:' to /etc/pglift/settings.yaml` */
export function whereToEnable({ section }: InstalledComponent, file: string | undefined): string {
  return `add a section '${section}:' to ${file ?? "the site's settings.yaml"}`
}
