import type { Config } from '@oclif/core'
import { INSTANCE_GROUPS } from './global-options.js'

interface TopicsOfPlugin {
  readonly oclif: { readonly topics?: Readonly<Record<string, { readonly takesInstance?: boolean }>> }
}

/**
 * Groups whose sub-commands work on one instance (`-i`): the host's, and those whose plugin says so in its package.json:
 * `"topics": {"patroni": {"description": "...", "takesInstance": true}}`.
 */
export function instanceGroups(config: Pick<Config, 'getPluginsList'>): ReadonlySet<string> {
  const declared = config.getPluginsList().flatMap(({ pjson }) => {
    const topics = Object.entries((pjson as TopicsOfPlugin).oclif.topics ?? {})
    return topics.filter(([, { takesInstance }]) => takesInstance === true).map(([name]) => name)
  })
  return new Set([...INSTANCE_GROUPS, ...declared])
}

/** Whether the sub-commands of the group work on one instance (`-i`). */
export function takesInstance(config: Pick<Config, 'getPluginsList'>, path: readonly string[]): boolean {
  return path.length === 1 && instanceGroups(config).has(path[0] as string)
}
