import type { SettingsReader } from './reader.js'
import type { ComponentSection } from './sections.js'
import type { Origins, SiteSettings, SystemUser } from './types.js'

/** What `loadSettings` works from. */
export interface LoadRequest {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly reader: SettingsReader
  /** Sections of the components that are enabled. */
  readonly sections: readonly ComponentSection[]
  /** Keys of components that are installed, and not enabled or not working: nobody reads them. */
  readonly ignored?: ReadonlySet<string>
  /** Who runs the command; this process's user if absent. */
  readonly user?: SystemUser
  /** Leave the settings file and the variables out. */
  readonly defaultsOnly?: boolean
}

/** Settings, and where each came from. */
export interface LoadedSettings {
  readonly settings: SiteSettings
  readonly origins: Origins
  /** The settings file, if there is one. */
  readonly file?: string
}
