import * as oclif from '@oclif/core'
import { Plan } from '../engine/plan.js'
import { NothingDone, performer } from '../engine/step.js'
import { Cancelled, operational, PgliftError, usage, ValidationError } from '../errors/kinds.js'
import { COMPONENT_API, type ComponentSession } from '../host/component.js'
import { environmentLine, parseEnvironmentFile } from '../host/environment-file.js'
import { Stage } from '../host/hooks.js'
import type { Host } from '../host/host.js'
import { awaitReady } from '../host/readiness.js'
import { unitNameFaults } from '../host/service-name.js'
import { reachable } from '../host/sessions.js'
import * as fields from '../models/field.js'
import { flagSpecs } from '../models/flag-spec.js'
import { defineModel } from '../models/model.js'
import { Secret } from '../models/secret.js'
import { confEntries, parseConf } from '../postgresql/conf/document.js'
import { OF_ONE_SERVER, RECOVERY } from '../postgresql/conf/of-one-server.js'
import { parseConninfo } from '../postgresql/conninfo.js'
import { passfileEntries } from '../postgresql/passfile.js'
import { quoteIdentifier, quoteLiteral } from '../postgresql/sql/quote.js'
import { format, parseFormat } from '../settings/format-string.js'
import * as settingFields from '../settings/schema/fields.js'
import { PgliftCommand } from './command.js'
import {
  ansibleCheck,
  diffOptions,
  dryRun,
  instanceOption,
  manifestFile,
  outputFormat,
} from './flags/flags.js'
import { createFlags } from './flags/flags-from-model.js'
import { INSTANCE_ARGUMENT } from './flags/instance-argument.js'
import { GroupCommand } from './help/group-command.js'
import { maskText } from './log/mask.js'

/** Operations of the host that commands of components use; loaded when asked for. */
function operations() {
  return import('./runtime-operations.js')
}

/** Manifests of a component's own model, from files and from options; loaded when asked for. */
async function manifests() {
  const [read, flags, checks] = await Promise.all([
    import('./flags/read-manifest.js'),
    import('./flags/model-from-flags.js'),
    import('../models/validate.js'),
  ])
  const { readManifest } = read
  const { modelFromFlags, faultsAsUsage } = flags
  const { validate } = checks
  return { readManifest, modelFromFlags, faultsAsUsage, validate }
}

/** Roles and passwords in SQL, for a component's own steps; loaded when asked for. */
async function roleSql() {
  const [roles, queries, statements, scram, verifiers] = await Promise.all([
    import('../postgresql/sql/roles.js'),
    import('../postgresql/sql/role-queries.js'),
    import('../postgresql/sql/statement.js'),
    import('../postgresql/scram.js'),
    import('../operations/role/verifiers.js'),
  ])
  const { createRole, alterRole, grantRole, revokeRole, dropRole } = roles
  const { listRoles } = queries
  const { hushStatements } = statements
  const { passwordVerifier, verifies } = scram
  const { passwordStorage } = verifiers
  return {
    createRole,
    alterRole,
    grantRole,
    revokeRole,
    dropRole,
    listRoles,
    hushStatements,
    passwordVerifier,
    verifies,
    passwordStorage,
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
 * What the running host lends to components, so that they bring no second copy of it: `@pglift/sdk` asks for it by the
 * function under `Symbol.for('pglift.runtime')`.
 */
export const runtime = {
  api: COMPONENT_API,
  oclif,
  ComponentCommand: PgliftCommand,
  GroupCommand,
  commandFlags: { ansibleCheck, diffOptions, dryRun, instanceOption, manifestFile, outputFormat },
  INSTANCE_ARGUMENT,
  defineModel,
  flagSpecs,
  createFlags,
  manifests,
  operations,
  roleSql,
  conninfo: { parseConninfo },
  postgresqlFiles: { parseConf, confEntries, passfileEntries, RECOVERY, OF_ONE_SERVER },
  unitNameFaults,
  environmentFile: { environmentLine, parseEnvironmentFile },
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
  awaitReady,
  quoteIdentifier,
  quoteLiteral,
  maskText,
  fields,
  settingFields,
  formatStrings: { format, parseFormat },
}

export type Runtime = typeof runtime
