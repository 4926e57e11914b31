import type { Secret } from '../../models/secret.js'
import type { RoleRow } from '../../postgresql/sql/role-queries.js'

/** A role as the catalogue has it. */
export interface ObservedRole extends Readonly<Omit<RoleRow, 'password_verifier'>> {
  /** What the server stores of its password; null without one. */
  readonly verifier: Secret | null
}
