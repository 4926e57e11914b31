import { activate } from '../../../../src/cli/components/activate.js'
import { fileSteps } from '../../../../src/engine/file-steps.js'
import { Plan } from '../../../../src/engine/plan.js'
import type { Performers, Step } from '../../../../src/engine/step.js'
import { ValidationError } from '../../../../src/errors/kinds.js'
import type { Component } from '../../../../src/host/component.js'
import { createHooks, type HookName } from '../../../../src/host/hooks.js'
import { watchTaps } from '../../../../src/host/taps.js'
import { composeInstance, type InstanceManifest } from '../../../../src/models/instance.js'
import { validate } from '../../../../src/models/validate.js'
import { postgresqlSteps } from '../../../../src/operations/steps/index.js'
import type { ContractOptions } from '../testing.js'
import { eventsFor } from './events.js'
import { NO_SERVER, type RehearsedSite, siteFor } from './site.js'

export type { RehearsedSite } from './site.js'

/** What a component did when its taps were fired. */
export interface Rehearsal {
  /** Faults of the manifest with the component's fields. */
  readonly faults: readonly string[]
  /** Errors of its taps. */
  readonly errors: readonly string[]
  readonly steps: readonly Step[]
  /** Kinds of steps that it performs. */
  readonly own: readonly string[]
  /** All performers, the host's too. */
  readonly performers: Performers
}

const TAP_MS = 10_000

/** Registers the component on fresh hooks for a site of its own, and fires each hook that it taps once. */
export async function rehearse(
  component: Component,
  section: string,
  options: ContractOptions,
): Promise<Rehearsal & { site: RehearsedSite }> {
  const site = await siteFor(component, section, options)
  const { settings, sessions, context, containment } = site
  const hooks = createHooks()
  const collected: Error[] = []
  watchTaps(hooks, { collected, containment, timeoutMs: TAP_MS, trace: () => undefined })
  const fields = (component.instanceFields?.(settings) ?? []).map((field) => ({
    ...field,
    component: component.name,
  }))
  const found = {
    component: component.name,
    section,
    api: 1,
    plugin: { name: component.name, version: '0', root: options.root },
  }
  const { performers, failures } = await activate([{ found, definition: component, fields } as never], {
    ...context,
    hooks,
    settings,
    sessions,
    containment,
    templateDirectories: [],
  } as never)
  const { desired, faults } = await manifest(fields, options)
  const steps: Step[] = []
  const errors = failures.map(({ error }) => error.message)
  for (const name of Object.keys(hooks) as HookName[]) {
    if (hooks[name].taps.length === 0) continue
    const plan = new Plan()
    const event = eventsFor(site.instance, desired, plan)[name]
    const outcome = await hooks[name].promise(event as never).catch((error: Error) => error)
    for (const error of [outcome, ...collected.splice(0)])
      if (error instanceof Error && !isForWantOfServer(error)) errors.push(`${name}: ${error.message}`)
    steps.push(...plan.steps)
  }
  const own = Object.keys(performers)
  const all = { ...fileSteps, ...postgresqlSteps(sessions), ...performers }
  return { site, faults, errors, steps, own, performers: all }
}

function isForWantOfServer(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === NO_SERVER || (cause !== undefined && isForWantOfServer(cause))
}

async function manifest(
  fields: Parameters<typeof composeInstance>[0],
  options: ContractOptions,
): Promise<{ desired: InstanceManifest; faults: string[] }> {
  const model = composeInstance(fields)
  const context = { operation: 'create' } as const
  try {
    return { desired: await validate(model, { name: 'main', ...options.fields }, context), faults: [] }
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const faults = error.faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
    return { desired: await validate(composeInstance([]), { name: 'main' }, context), faults }
  }
}
