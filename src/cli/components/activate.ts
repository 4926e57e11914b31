import { join } from 'node:path'
import type { Performer, Performers } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { ActiveComponent, ComponentHooks, ComponentSession, TapOptions } from '../../host/component.js'
import type { Containment } from '../../host/containment.js'
import type { HookName, LifecycleHooks } from '../../host/hooks.js'
import { blame } from '../../host/taps.js'
import { findTemplate } from '../../settings/find-template.js'
import { renderText } from '../../settings/render.js'
import type { ComponentFailure, LoadedComponent } from './site.js'

/** What every component's session has in common. */
export interface ActivationContext extends Omit<ComponentSession, 'hooks' | 'section' | 'templates'> {
  readonly hooks: LifecycleHooks
  readonly containment: Containment
  /** Directories of the site's templates. */
  readonly templateDirectories: readonly string[]
}

/** Components at work: what they brought, and which of them failed to begin. */
export interface Activation {
  readonly components: readonly ActiveComponent[]
  readonly performers: Performers
  readonly failures: readonly ComponentFailure[]
}

interface Tap {
  readonly hook: HookName
  readonly options: TapOptions
  readonly fn: (event: unknown) => Promise<unknown>
}

/** Lets components tap the hooks, in the order of their names. One that throws has tapped none. */
export async function activate(
  loaded: readonly LoadedComponent[],
  context: ActivationContext,
): Promise<Activation> {
  const components: ActiveComponent[] = []
  const failures: ComponentFailure[] = []
  let performers: Performers = {}
  for (const component of loaded) {
    const { found, definition } = component
    try {
      const taps: Tap[] = []
      const session = sessionOf(component, context, taps)
      const brought = await context.containment.run(found.component, () => {
        definition.apply(session)
        return definition.performers?.(session) ?? {}
      })
      performers = { ...performers, ...own(found.component, brought, context.containment) }
      for (const { hook, options, fn } of taps)
        context.hooks[hook].tapPromise({ ...options, name: found.component }, fn as never)
      components.push(active(component, session))
    } catch (error) {
      failures.push({ found, error: blame(found.component, 'apply', error) })
    }
  }
  return { components, performers, failures }
}

function active({ found, fields }: LoadedComponent, session: ComponentSession): ActiveComponent {
  const { component, api, section, plugin } = found
  const names = fields.map(({ name }) => name)
  return {
    component,
    api,
    section,
    packageName: plugin.name,
    version: plugin.version,
    fields: names,
    session,
  }
}

function sessionOf({ found }: LoadedComponent, context: ActivationContext, taps: Tap[]): ComponentSession {
  const { hooks, containment: _, templateDirectories, ...common } = context
  const directories = [...templateDirectories, join(found.plugin.root, 'templates')]
  return {
    ...common,
    hooks: tappable(Object.keys(hooks) as HookName[], taps),
    section: context.settings[found.section] as ComponentSession['section'],
    templates: {
      render: async (name, values) =>
        renderText(await findTemplate({ reader: context.effects.files, directories }, name), values),
      read: async (name) => {
        const { text, path } = await findTemplate({ reader: context.effects.files, directories }, name)
        return { text, path }
      },
    },
  }
}

/** Notes what is tapped: it counts when `apply` has come to its end. */
function tappable(names: readonly HookName[], taps: Tap[]): ComponentHooks {
  const entries = names.map((hook) => {
    const tapPromise = (options: TapOptions, fn: Tap['fn']) => {
      const { stage } = options
      taps.push({ hook, options: stage === undefined ? {} : { stage }, fn })
    }
    return [hook, Object.freeze({ tapPromise })]
  })
  return Object.freeze(Object.fromEntries(entries)) as ComponentHooks
}

/** A component performs its own kinds of steps only, and contained. */
function own(component: string, performers: Performers, containment: Containment): Performers {
  return Object.fromEntries(
    Object.entries(performers).map(([kind, performer]) => {
      if (kind.startsWith(`${component}.`)) return [kind, contained(component, performer, containment)]
      throw operational(
        'PGLIFT_COMPONENT_STEP',
        `component '${component}': kind of step '${kind}' does not start with '${component}.'`,
      )
    }),
  )
}

const ASYNC = ['holds', 'prepare', 'keep', 'do', 'undo', 'settle', 'diff'] as const

function contained(
  component: string,
  performer: Performer<never, never>,
  containment: Containment,
): Performer<never, never> {
  const parts = ASYNC.flatMap((part) => {
    const fn = performer[part] as ((...args: unknown[]) => Promise<unknown>) | undefined
    if (fn === undefined) return []
    return [[part, (...args: unknown[]) => containment.run(component, () => fn.apply(performer, args))]]
  })
  return { ...performer, ...Object.fromEntries(parts) }
}
