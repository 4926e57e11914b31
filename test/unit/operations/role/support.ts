import type { Reachable } from '../../../../src/host/sessions.js'
import { type RoleManifest, RoleModel } from '../../../../src/models/role.js'
import { validate } from '../../../../src/models/validate.js'
import { initialSuperuser } from '../../../../src/operations/role/observe.js'
import type { ObservedRole } from '../../../../src/operations/role/observed-role.js'
import type { StepStatement } from '../../../../src/operations/steps/sql.js'

export const INSTANCE: Reachable = {
  id: '15/main',
  version: '15',
  name: 'main',
  qualname: '15-main',
  port: 5432,
  socketDirectory: '/run/x',
}

/** The validated manifest of a role. */
export function role(manifest: Record<string, unknown>): Promise<RoleManifest> {
  return validate(RoleModel, manifest, { operation: 'update' })
}

/** A role without any attribute, as the catalogue has it. */
export function observed(name: string, changes: Partial<ObservedRole> = {}): ObservedRole {
  const none = { login: false, superuser: false, createdb: false, createrole: false, replication: false }
  return { ...initialSuperuser(name), ...none, ...changes }
}

/** Texts of statements, those of secrets revealed. */
export function texts(statements: readonly StepStatement[]): string[] {
  return statements.map(({ text }) => (typeof text === 'string' ? text : text.reveal()))
}
