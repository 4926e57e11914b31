import * as oclif from '@oclif/core'
import { Plan } from '../engine/plan.js'
import { NothingDone, performer } from '../engine/step.js'
import { Cancelled, operational, PgliftError, usage, ValidationError } from '../errors/kinds.js'
import { COMPONENT_API, type ComponentSession } from '../host/component.js'
import { Stage } from '../host/hooks.js'
import type { Host } from '../host/host.js'
import { reachable } from '../host/sessions.js'
import * as fields from '../models/field.js'
import { Secret } from '../models/secret.js'
import * as settingFields from '../settings/schema/fields.js'
import { PgliftCommand } from './command.js'
import { diffOptions, dryRun, instanceOption, outputFormat } from './flags.js'
import { INSTANCE_ARGUMENT } from './instance-argument.js'

/** Operations of the host that commands of components use; loaded when asked for. */
async function operations() {
  const [find, observe, operation, running, server, sql] = await Promise.all([
    import('../operations/instance/find.js'),
    import('../operations/instance/observe.js'),
    import('../operations/instance/operation.js'),
    import('../operations/instance/while-running.js'),
    import('../operations/instance/server.js'),
    import('../operations/steps/sql.js'),
  ])
  const { instanceArgument, instanceArguments, findInstance, instanceOption: optionalInstance } = find
  const { observeInstance } = observe
  const { operateOn } = operation
  const { whileRunning, readingWhileRunning } = running
  const { planServerStart, planServerStop, planStart, planStop, planReload } = server
  const { sqlTask } = sql
  return {
    instanceArgument,
    instanceArguments,
    findInstance,
    instanceOption: optionalInstance,
    observeInstance,
    operateOn,
    whileRunning,
    readingWhileRunning,
    planServerStart,
    planServerStop,
    planStart,
    planStop,
    planReload,
    sqlTask,
  }
}

/** The session of a component, for its own commands. `S` is the type of its section. */
function componentSession<S>({ components }: Pick<Host, 'components'>, name: string): ComponentSession<S> {
  const found = components.find(({ component }) => component === name)
  if (found !== undefined) return found.session as ComponentSession<S>
  throw operational('PGLIFT_COMPONENT_INACTIVE', `component '${name}' is not at work`, {
    hint: "see 'pglift components'",
  })
}

/**
 * What the running host lends to components, so that they bring no second copy of it: `@pglift/sdk` finds it under
 * `Symbol.for('pglift.runtime')`.
 */
export const runtime = {
  api: COMPONENT_API,
  oclif,
  ComponentCommand: PgliftCommand,
  commandFlags: { diffOptions, dryRun, instanceOption, outputFormat },
  INSTANCE_ARGUMENT,
  operations,
  componentSession,
  Plan,
  performer,
  NothingDone,
  Stage,
  Secret,
  PgliftError,
  ValidationError,
  Cancelled,
  operational,
  usage,
  reachable,
  fields,
  settingFields,
}

export type Runtime = typeof runtime
