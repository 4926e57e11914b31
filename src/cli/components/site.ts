import type { Config } from '@oclif/core'
import type { Component, ComponentInstanceField } from '../../host/component.js'
import { Containment } from '../../host/containment.js'
import { blame, hanging } from '../../host/taps.js'
import { TimeLimit } from '../../host/time-limit.js'
import { type ComposedInstance, composeInstance } from '../../models/instance.js'
import type { ComponentField, Model } from '../../models/model.js'
import { loadSettings } from '../../settings/load.js'
import type { LoadedSettings, LoadRequest } from '../../settings/request.js'
import type { ComponentSection } from '../../settings/sections.js'
import { enablementOf } from './enablement.js'
import { hasComponents, type InstalledComponent } from './installed.js'
import { type Loading, register } from './register.js'
import { timeoutOf } from './timeout.js'

/** A component whose code is loaded and whose section is checked. */
export interface LoadedComponent {
  readonly found: InstalledComponent
  readonly definition: Component
  readonly fields: readonly ComponentField[]
}

/** An enabled component that does not work. */
export interface ComponentFailure {
  readonly found: InstalledComponent
  readonly error: Error
}

/** The site's settings, and the components that they enable. */
export interface Site extends LoadedSettings {
  readonly components: readonly LoadedComponent[]
  readonly failures: readonly ComponentFailure[]
  /** The instance, with the fields of the components. */
  readonly instanceModel: Model<ComposedInstance>
  /** To be released when nothing of the components runs any more; absent when there are none. */
  readonly containment?: Containment
  readonly timeoutMs: number
}

export type SiteRequest = Omit<LoadRequest, 'sections' | 'ignored' | 'env'> & {
  readonly oclif: Config
  readonly env: NodeJS.ProcessEnv
}

/**
 * Loads the settings, in two passes: which sections there are tells which components are loaded, and these tell how
 * their sections are checked. A component that does not work is left out, with its section, and told in `failures`.
 */
export async function loadSite({ oclif, ...request }: SiteRequest): Promise<Site> {
  const timeoutMs = timeoutOf(request.env)
  if (!hasComponents(oclif)) {
    const loaded = await loadSettings({ ...request, sections: [] })
    return { ...loaded, components: [], failures: [], instanceModel: composeInstance([]), timeoutMs }
  }
  const containment = new Containment(process)
  try {
    const site = await load(request, { oclif, containment, timeoutMs })
    return { ...site, containment, timeoutMs }
  } catch (error) {
    containment.release()
    throw error
  }
}

async function load(request: Omit<SiteRequest, 'oclif'>, loading: Loading) {
  const { installed, isEnabled } = await enablementOf(loading.oclif, request.env, request.reader)
  const failures: ComponentFailure[] = []
  const defined: { found: InstalledComponent; definition: Component }[] = []
  for (const found of installed.filter(isEnabled)) {
    const definition = await register(found, loading).catch(
      (error: Error) => void failures.push({ found, error }),
    )
    if (definition !== undefined) defined.push({ found, definition })
  }
  const working = new Set(defined.map(({ found }) => found.section))
  const ignored = new Set(installed.map(({ section }) => section).filter((key) => !working.has(key)))
  const sections = defined.map(({ found, definition }) => sectionOf(found, definition, loading, failures))
  const loaded = await loadSettings({ ...request, sections, ignored })
  const sound = defined.filter(({ found }) => !failures.some((failure) => failure.found === found))
  const { components, instanceModel } = withFields(sound, loaded, failures)
  return { ...loaded, components, failures, instanceModel }
}

/** A section whose own code can fail without the settings failing. */
function sectionOf(
  found: InstalledComponent,
  { section }: Component,
  { containment, timeoutMs }: Loading,
  failures: ComponentFailure[],
): ComponentSection {
  const { component, section: key } = found
  const { check, defaults, schema, provides } = section
  return {
    key,
    component,
    schema,
    ...(provides && { provides }),
    ...(defaults && { defaults: (context) => defaults(context) }),
    ...(check && {
      check: async (settings, context) => {
        const limit = new TimeLimit(timeoutMs, () => hanging(component, 'section.check', timeoutMs))
        try {
          return await limit.race(() => containment.run(component, async () => check(settings, context)))
        } catch (error) {
          failures.push({ found, error: blame(component, 'section.check', error) })
          return []
        }
      },
    }),
  }
}

function withFields(
  defined: readonly { found: InstalledComponent; definition: Component }[],
  { settings }: LoadedSettings,
  failures: ComponentFailure[],
): { components: LoadedComponent[]; instanceModel: Model<ComposedInstance> } {
  const components: LoadedComponent[] = []
  let instanceModel = composeInstance([])
  for (const { found, definition } of defined) {
    try {
      const fields = (definition.instanceFields?.(settings) ?? []).map(
        (field: ComponentInstanceField): ComponentField => ({ ...field, component: found.component }),
      )
      instanceModel = composeInstance([...components.flatMap((known) => known.fields), ...fields])
      components.push({ found, definition, fields })
    } catch (error) {
      failures.push({ found, error: blame(found.component, 'instanceFields', error) })
    }
  }
  return { components, instanceModel }
}
