import type { Config } from '@oclif/core'
import type { Plugin } from '@oclif/core/interfaces'
import { operational, type PgliftError } from '../../errors/kinds.js'
import { COMPONENT_API, type ComponentMeta } from '../../host/component.js'

/** A plugin that is a component, whether it is enabled or not. */
export interface InstalledComponent extends ComponentMeta {
  readonly plugin: Plugin
  /** Why it can't be loaded at all. */
  readonly unusable?: PgliftError
}

/** What knows which plugins are installed. */
export type Plugins = Pick<Config, 'getPluginsList'>

/** The plugins whose package.json says `pglift`, by name of the component. Loads none of their code. */
export function installedComponents(config: Plugins): InstalledComponent[] {
  const found = config.getPluginsList().flatMap((plugin) => {
    const meta = (plugin.pjson as { pglift?: unknown }).pglift
    return meta === undefined ? [] : [described(plugin, meta)]
  })
  return found.sort((a, b) => (a.component < b.component ? -1 : 1)).map(withoutRival)
}

/** Whether the user has installed anything; costs nothing. */
export function hasPlugins(config: Plugins): boolean {
  return config.getPluginsList().some(({ type }) => type !== 'core')
}

/** Whether there are any; costs nothing. */
export function hasComponents(config: Plugins): boolean {
  return config.getPluginsList().some(({ pjson }) => (pjson as { pglift?: unknown }).pglift !== undefined)
}

const NAME = /^[a-z][a-z0-9_-]*$/

function described(plugin: Plugin, meta: unknown): InstalledComponent {
  const { component, api, section } = (meta ?? {}) as Record<string, unknown>
  const name = typeof component === 'string' && NAME.test(component) ? component : plugin.name
  const key = typeof section === 'string' && NAME.test(section) ? section : name
  const found = { plugin, component: name, section: key, api: typeof api === 'number' ? api : 0 }
  const unusable = (why: string, hint: string) => ({
    ...found,
    unusable: operational('PGLIFT_COMPONENT_UNUSABLE', `${plugin.name}@${plugin.version} ${why}`, { hint }),
  })
  if (name !== component || key !== section || found.api === 0)
    return unusable(
      "has no valid 'pglift' in its package.json: component, section and api",
      'tell its author',
    )
  if (found.api !== COMPONENT_API)
    return unusable(incompatibility(found.api), whatToUpdate(found.api, plugin.name))
  return found
}

/** `needs component API 2, this pglift has 1`. */
export function incompatibility(api: number): string {
  return `needs component API ${api}, this pglift has ${COMPONENT_API}`
}

/** Whose turn it is to be updated. */
export function whatToUpdate(api: number, packageName: string): string {
  return api > COMPONENT_API ? 'update pglift' : `install a newer version of ${packageName}`
}

/** Two that want the same name or section: the first one has it. */
function withoutRival(
  found: InstalledComponent,
  index: number,
  all: readonly InstalledComponent[],
): InstalledComponent {
  const rival = all
    .slice(0, index)
    .find(({ component, section }) => component === found.component || section === found.section)
  if (rival === undefined || found.unusable !== undefined) return found
  return {
    ...found,
    unusable: operational(
      'PGLIFT_COMPONENT_UNUSABLE',
      `${found.plugin.name} is the same component as ${rival.plugin.name}`,
      { hint: `run 'pglift plugins uninstall' for one of the two` },
    ),
  }
}
