import type { Config } from '@oclif/core'
import { operational } from '../../errors/kinds.js'
import type { Component } from '../../host/component.js'
import type { Containment } from '../../host/containment.js'
import { blame, hanging } from '../../host/taps.js'
import { TimeLimit } from '../../host/time-limit.js'
import type { InstalledComponent } from './installed.js'
import { prepareRuntime } from './lent.js'

const REGISTER = 'pglift:register'

/** What it takes to load the code of components. */
export interface Loading {
  readonly oclif: Config
  readonly containment: Containment
  readonly timeoutMs: number
}

/** Loads a component's code and answers its definition. Fails with the component's name, whatever it does. */
export async function register(found: InstalledComponent, loading: Loading): Promise<Component> {
  const { component: name } = found
  if (found.unusable !== undefined) throw found.unusable
  const { oclif, containment, timeoutMs } = loading
  await prepareRuntime()
  const limit = new TimeLimit(timeoutMs, () => hanging(name, 'register', timeoutMs))
  const answer = await limit.race(() => containment.run(name, () => runHook(oclif, found)))
  return checked(found, answer)
}

/** oclif's own `runHook` loads the hooks of all plugins: all but one are put aside meanwhile. */
async function runHook(oclif: Config, { component, plugin }: InstalledComponent): Promise<unknown> {
  const others = oclif.getPluginsList().filter((other) => other !== plugin && REGISTER in other.hooks)
  const aside = others.map((other) => [other, other.hooks[REGISTER]] as const)
  for (const [other] of aside) delete other.hooks[REGISTER]
  try {
    const { successes, failures } = await oclif.runHook(REGISTER as 'init', {} as never, undefined, true)
    if (failures[0] !== undefined) throw blame(component, 'register', failures[0].error)
    return successes[0]?.result
  } finally {
    for (const [other, hook] of aside) if (hook !== undefined) other.hooks[REGISTER] = hook
  }
}

function checked({ component, plugin }: InstalledComponent, answer: unknown): Component {
  const { name, section, apply } = (answer ?? {}) as Partial<Component>
  const fault =
    typeof apply !== 'function' || section?.schema === undefined
      ? "its 'pglift:register' hook answers no component"
      : name === component
        ? undefined
        : `its 'pglift:register' hook answers component '${name}'`
  if (fault === undefined) return answer as Component
  throw operational('PGLIFT_COMPONENT_FAILED', `component '${component}' (${plugin.name}): ${fault}`)
}
