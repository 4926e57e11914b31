import { activate } from '../../../../src/cli/components/activate.js'
import type { InstalledComponent } from '../../../../src/cli/components/installed.js'
import type { ComponentFailure } from '../../../../src/cli/components/site.js'
import { fileSteps } from '../../../../src/engine/file-steps.js'
import { Plan } from '../../../../src/engine/plan.js'
import type { Performers, Step } from '../../../../src/engine/step.js'
import { ValidationError } from '../../../../src/errors/kinds.js'
import { COMPONENT_API, type Component } from '../../../../src/host/component.js'
import type { DatabaseDeclaration, RoleDeclaration } from '../../../../src/host/events.js'
import { createHooks, type HookName, type LifecycleHooks } from '../../../../src/host/hooks.js'
import { Services } from '../../../../src/host/services.js'
import { watchTaps } from '../../../../src/host/taps.js'
import { DatabaseModel } from '../../../../src/models/database.js'
import { composeInstance, type InstanceManifest } from '../../../../src/models/instance.js'
import type { ComponentField } from '../../../../src/models/model.js'
import { RoleModel } from '../../../../src/models/role.js'
import { validate } from '../../../../src/models/validate.js'
import { Declarations } from '../../../../src/operations/instance/declarations.js'
import { postgresqlSteps } from '../../../../src/operations/steps/index.js'
import { type EventSubjects, eventsFor } from './events.js'
import type { ContractOptions } from './options.js'
import { NO_SERVER, type RehearsedSite } from './site.js'

/** A step, and the hook at which it was planned. */
export interface RehearsedStep {
  readonly hook: HookName
  readonly step: Step
}

/** What a component did when its taps were fired. */
export interface Rehearsal {
  /** Faults of the manifest with the component's fields. */
  readonly faults: readonly string[]
  /** Errors of its taps. */
  readonly errors: readonly string[]
  readonly steps: readonly RehearsedStep[]
  /** Files that its taps wrote below the site's folder: they should have planned them. */
  readonly written: readonly string[]
  /** Kinds of steps that it performs. */
  readonly own: readonly string[]
  /** All performers, the host's too. */
  readonly performers: Performers
}

const TAP_MS = 10_000

/** The component at work on hooks of its own. */
interface Applied {
  readonly hooks: LifecycleHooks
  /** Takes errors of taps at hooks that collect them. */
  readonly collected: Error[]
  readonly fields: readonly ComponentField[]
  readonly performers: Performers
  readonly failures: readonly ComponentFailure[]
}

async function applied(
  component: Component,
  section: string,
  { settings, sessions, context, containment }: RehearsedSite,
  root: string,
): Promise<Applied> {
  const { name } = component
  const hooks = createHooks()
  const collected: Error[] = []
  watchTaps(hooks, { collected, containment, timeoutMs: TAP_MS, trace: () => undefined })
  const fields = (component.instanceFields?.(settings) ?? []).map((field) => ({ ...field, component: name }))
  const plugin = { name, version: '0', root } as InstalledComponent['plugin']
  const found = { component: name, section, api: COMPONENT_API, plugin }
  const { performers, failures } = await activate([{ found, definition: component, fields }], {
    ...context,
    hooks,
    settings,
    sessions,
    services: new Services(hooks, context.effects, {
      argv: [process.execPath, 'run.js'],
      variables: [],
      secret: [],
    }),
    containment,
    templateDirectories: [],
  })
  return { hooks, collected, fields, performers, failures }
}

interface Fired {
  readonly errors: string[]
  readonly steps: readonly RehearsedStep[]
}

/** Fires each hook that is tapped once, with a plan of its own. */
async function fire({ hooks, collected }: Applied, subjects: EventSubjects): Promise<Fired> {
  const errors: string[] = []
  const steps: RehearsedStep[] = []
  for (const name of Object.keys(hooks) as HookName[]) {
    if (hooks[name].taps.length === 0) continue
    const plan = new Plan()
    const event = eventsFor(subjects, plan)[name]
    const outcome = await hooks[name].promise(event as never).catch((error: Error) => error)
    for (const error of [outcome, ...collected.splice(0)])
      if (error instanceof Error && !isForWantOfServer(error)) errors.push(`${name}: ${error.message}`)
    steps.push(...plan.steps.map((step) => ({ hook: name, step })))
  }
  return { errors, steps }
}

/** Registers the component on fresh hooks of a site, and fires each hook that it taps once. */
export async function rehearse(
  component: Component,
  section: string,
  site: RehearsedSite,
  options: ContractOptions,
): Promise<Rehearsal> {
  const at = await applied(component, section, site, options.root)
  const { desired, faults } = await manifest(at.fields, options)
  const roles = new Declarations('role', RoleModel)
  const databases = new Declarations('database', DatabaseModel)
  const objects = {
    role: (role: RoleDeclaration) => roles.add(component.name, role),
    database: (database: DatabaseDeclaration) => databases.add(component.name, database),
  }
  const role = await validate(RoleModel, { name: 'bob' }, { operation: 'create' })
  const before = site.files()
  const { errors, steps } = await fire(at, { instance: site.instance, desired, role, objects })
  for (const declarations of [roles, databases])
    await declarations.validated().catch(({ message }: Error) => errors.push(`instanceObjects: ${message}`))
  const { performers } = at
  return {
    faults,
    errors: [...at.failures.map(({ error }) => error.message), ...errors],
    steps,
    written: site.files().filter((file) => !before.includes(file)),
    own: Object.keys(performers),
    performers: { ...fileSteps, ...postgresqlSteps(site.sessions), ...performers },
  }
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
