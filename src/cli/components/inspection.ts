import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { enablementOf } from './enablement.js'
import { reasonAgainst } from './gate.js'

/** What `pglift plugins inspect` tells of a plugin. */
export interface Inspection {
  readonly package: string
  readonly version: string
  /** Version, range or tag that was asked for; null for a tarball and a link. */
  readonly tag: string | null
  readonly linked: boolean
  readonly location: string
  /** Null: a plain plugin, that only has commands. */
  readonly component: {
    readonly name: string
    readonly api: number
    readonly section: string
    readonly enabled: boolean
    /** Why its commands can't be used. */
    readonly problem: string | null
  } | null
  readonly commands: readonly string[]
}

/** The installed plugin of that name; loads none of its code. */
export async function inspectPlugin(config: Config, name: string): Promise<Inspection> {
  const enablement = await enablementOf(config, process.env, realFiles())
  const plugin = config.plugins.get(name)
  if (plugin === undefined) throw new Error(`plugin ${name} is not loaded`)
  const found = enablement.installed.find((each) => each.plugin === plugin)
  return {
    package: plugin.name,
    version: plugin.version,
    tag: plugin.tag ?? null,
    linked: plugin.type === 'link',
    location: plugin.root,
    component:
      found === undefined
        ? null
        : {
            name: found.component,
            api: found.api,
            section: found.section,
            enabled: enablement.isEnabled(found),
            problem: problemOf(reasonAgainst(found, enablement)),
          },
    commands: plugin.commands.map(({ id }) => id.replaceAll(':', ' ')).sort(),
  }
}

function problemOf(reason: (Error & { readonly hint?: string | undefined }) | undefined): string | null {
  if (reason === undefined) return null
  return reason.hint === undefined ? reason.message : `${reason.message}: ${reason.hint}`
}

/** The same for people. */
export function inspectionText({ component, ...plugin }: Inspection): string {
  const { location, linked, tag, commands } = plugin
  const lines = [
    ['location', `${location}${linked ? ' (linked)' : ''}`],
    ...(tag === null ? [] : [['asked for', tag]]),
    ...(component === null
      ? []
      : [
          ['component', `${component.name}, for component API ${component.api}`],
          ['section', component.section],
          ['status', component.problem ?? 'enabled'],
        ]),
    ['commands', commands.join(', ') || 'none'],
  ]
  const rows = lines.map(([label = '', value]) => `  ${label.padEnd(9)}  ${value}`)
  return [`${plugin.package} ${plugin.version}`, ...rows].join('\n')
}
