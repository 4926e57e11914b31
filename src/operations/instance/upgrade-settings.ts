import { obsoleteParameters } from '../../postgresql/conf/obsolete.js'
import { OF_ONE_SERVER } from '../../postgresql/conf/of-one-server.js'
import { type Conf, type ConfValue, sameConfValue } from '../../postgresql/conf/value.js'

export interface FormerConf {
  /** Settings in force, ALTER SYSTEM's and included files' among them. */
  readonly conf: Conf
  /** What initdb wrote; empty when it wasn't kept. */
  readonly initial: Conf
  /** What the site's template gives to the former instance. */
  readonly template: Conf
}

export interface Carried {
  /** `settings` of the new instance. */
  readonly settings: Readonly<Record<string, ConfValue>>
  readonly warnings: readonly string[]
}

function isGiven(layer: Conf, name: string, value: ConfValue): boolean {
  const given = layer[name]
  return given !== undefined && sameConfValue(given, value)
}

/**
 * The settings that an upgraded instance takes from the former one: those that neither initdb nor the site's template
 * gave, which the new instance gets from its own. What the new major (`17`) no longer knows is renamed or left out, with a
 * warning.
 */
export function carriedSettings({ conf, initial, template }: FormerConf, major: string): Carried {
  const own = Object.entries(conf).filter(
    ([name, value]) =>
      !OF_ONE_SERVER.includes(name) && !isGiven(template, name, value) && !isGiven(initial, name, value),
  )
  const settings = new Map(own)
  const warnings: string[] = []
  for (const { name, replacedBy, replacement } of obsoleteParameters(
    Object.fromEntries(own),
    Number(major),
  )) {
    settings.delete(name)
    if (replacedBy === undefined || replacement === undefined) {
      const instead = replacedBy === undefined ? '' : `; see '${replacedBy}'`
      warnings.push(`parameter '${name}' does not exist in PostgreSQL ${major}: it is left out${instead}`)
      continue
    }
    if (!settings.has(replacedBy)) settings.set(replacedBy, replacement)
    warnings.push(`parameter '${name}' does not exist in PostgreSQL ${major}: '${replacedBy}' is set instead`)
  }
  return { settings: Object.fromEntries(settings), warnings }
}

/** What pg_upgrade's server needs of the settings: libraries, whose objects it restores, and their parameters. */
export function settingsForUpgrade(edits: Readonly<Record<string, ConfValue | null>>) {
  return Object.fromEntries(
    Object.entries(edits).filter(([name]) => name === 'shared_preload_libraries' || name.includes('.')),
  )
}
