import { Secret } from '../../models/secret.js'
import { quoteIdentifier, quoteLiteral } from '../../postgresql/sql/quote.js'
import { alterRole, grantRole, type RoleAttributes, revokeRole } from '../../postgresql/sql/roles.js'

import type { StepStatement } from '../steps/sql.js'

/**
 * A statement with a verifier, for undoing in this process. The journal, from which another process would undo, gets one
 * that does nothing in its place: the former password is nowhere but in the server.
 */
class UnjournaledStatement extends Secret {
  override toJSON(): string {
    return 'SELECT'
  }
}

/** `DROP ROLE`, also for a role that the failed step didn't make. */
export function undoCreate(name: string): StepStatement {
  return { text: `DROP ROLE IF EXISTS ${quoteIdentifier(name, 'role')}` }
}

/** Gives a role its former attributes back. */
export function undoAlter(name: string, former: RoleAttributes): StepStatement[] {
  const { password, ...attributes } = former
  return [alterRole(name, attributes), alterRole(name, { password })].flatMap((undo) => {
    if (undo === undefined) return []
    return [{ text: undo.sensitive ? new UnjournaledStatement(undo.text) : undo.text }]
  })
}

/** Takes a membership away, if it is there and the roles are. */
export function undoGrant(role: string, member: string): StepStatement {
  const body = `BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_auth_members m
    JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
    JOIN pg_catalog.pg_roles u ON u.oid = m.member
    WHERE r.rolname = ${quoteLiteral(role)} AND u.rolname = ${quoteLiteral(member)})
  THEN EXECUTE ${quoteLiteral(revokeRole(role, member).text)}; END IF;
END`
  return { text: `DO ${quoteLiteral(body)}` }
}

/** Gives a membership back. */
export function undoRevoke(role: string, member: string): StepStatement {
  return { text: grantRole(role, member).text }
}
