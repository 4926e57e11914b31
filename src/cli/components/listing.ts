import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import type { HookName } from '../../host/hooks.js'
import type { Host } from '../../host/host.js'
import { enablementOf } from './enablement.js'

/** A row of `pglift components`. */
export interface ComponentItem {
  readonly component: string
  readonly package: string
  readonly version: string
  readonly api: number
  readonly section: string
  readonly status: 'enabled' | 'disabled' | 'unusable' | 'failed'
  /** Why it does not work. */
  readonly problem: string | null
}

/** A row of `pglift components --hooks`. */
export interface HookItem {
  readonly hook: string
  readonly stage: number
  readonly component: string
}

/** All installed components, by name. */
export async function listComponents(
  config: Config,
  { brokenComponents }: Pick<Host, 'brokenComponents'>,
): Promise<ComponentItem[]> {
  const enablement = await enablementOf(config, process.env, realFiles())
  return enablement.installed.map((found) => {
    const { component, api, section, plugin, unusable } = found
    const broken = brokenComponents.get(component)
    const status =
      unusable !== undefined
        ? 'unusable'
        : !enablement.isEnabled(found)
          ? 'disabled'
          : broken === undefined
            ? 'enabled'
            : 'failed'
    const problem = (unusable ?? broken)?.message ?? null
    return { component, package: plugin.name, version: plugin.version, api, section, status, problem }
  })
}

/** Who taps what, in the order in which the taps run. */
export function listTaps({ hooks }: Pick<Host, 'hooks'>): HookItem[] {
  return (Object.keys(hooks) as HookName[]).flatMap((hook) =>
    hooks[hook].taps.map(({ name, stage = 0 }) => ({ hook, stage, component: name })),
  )
}
