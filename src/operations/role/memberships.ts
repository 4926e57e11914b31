import type { RoleManifest } from '../../models/role.js'
import { grantRole, revokeRole } from '../../postgresql/sql/roles.js'
import type { Statement } from '../../postgresql/sql/statement.js'
import { hasFeature, type PostgresVersion } from '../../postgresql/versions.js'
import type { StepStatement } from '../steps/sql.js'
import type { ObservedRole } from './observed-role.js'
import { undoGrant, undoRevoke } from './undo.js'

/** Statements with those that take them back. */
export interface Undoable {
  readonly statements: readonly Statement[]
  readonly undo: readonly StepStatement[]
}

/** Names of the roles that a role is to be a member of. */
export function wantedMemberships({ memberships }: RoleManifest): string[] {
  return memberships.filter(({ state }) => state === 'present').map(({ role }) => role)
}

/** What changes of a role's memberships, apart: all revocations come before the first grant. */
export interface MembershipChanges {
  readonly granted: Undoable
  readonly revoked: Undoable
}

/**
 * Memberships are added; only those with `state: absent` are revoked. From PostgreSQL 16 on there is one a grantor,
 * each revoked in its grantor's name.
 */
export function changeMemberships(
  desired: RoleManifest,
  { memberships }: ObservedRole,
  version: PostgresVersion,
): MembershipChanges {
  const present = new Map(memberships.map(({ role, grantors }) => [role, grantors]))
  const granted = wantedMemberships(desired).filter((role) => !present.has(role))
  const revoked = desired.memberships.filter(({ role, state }) => state === 'absent' && present.has(role))
  const perGrantor = hasFeature(version, 'membershipOptions')
  const revoke = ({ role }: { role: string }) =>
    perGrantor
      ? (present.get(role) ?? []).map((grantor) => revokeRole(role, desired.name, grantor))
      : [revokeRole(role, desired.name)]
  return {
    granted: {
      statements: granted.map((role) => grantRole(role, desired.name)),
      undo: granted.map((role) => undoGrant(role, desired.name)),
    },
    revoked: {
      statements: revoked.flatMap(revoke),
      undo: revoked.map(({ role }) => undoRevoke(role, desired.name)),
    },
  }
}
