import { type Instance, type ObservedInstance, type Plan, roleSql, type Secret } from '@pglift/sdk'
import { editMember, type MemberEdits } from './member/edit.js'
import type { Member } from './member/read.js'
import { planMemberText } from './member-file.js'
import type { Session } from './session.js'

/** A role that a member connects as, by password. */
export interface RoleUse {
  readonly username: string
  /** None is known: it is not asked for one. */
  readonly password: string | undefined
  /** Its connections, as the member's file calls them. */
  readonly connections: readonly string[]
}

/** The roles that a member connects as, those by certificate alone aside. */
export function usesOf({ config }: Member): RoleUse[] {
  const { superuser, replication, rewind } = config.postgresql.authentication
  const of = ({ username, password }: typeof superuser, sslcert: string | undefined, ...uses: string[]) =>
    password === undefined && sslcert !== undefined ? [] : [{ username, password, connections: uses }]
  return [
    ...of(superuser, rewind.sslcert, 'superuser', 'rewind'),
    ...of(replication, replication.sslcert, 'replication'),
  ]
}

/** Edits that give a member's file the password of a role. */
export function passwordEdits({ connections }: RoleUse, password: Secret): MemberEdits {
  return connections.map((name) => [['postgresql', 'authentication', name, 'password'], password.reveal()])
}

/** Whether a role has that password in the database, which on a replica is its leader's. */
export async function isPasswordOf(
  { sessions }: Pick<Session, 'sessions'>,
  observed: ObservedInstance,
  role: string,
  password: Secret,
): Promise<boolean> {
  const [{ verifies }, session] = await Promise.all([roleSql(), sessions.to(observed)])
  const query = 'SELECT rolpassword AS stored FROM pg_catalog.pg_authid WHERE rolname = $1'
  const [row] = (await session.query<{ stored: string | null }>(query, [role])).rows
  return row?.stored != null && (await verifies(password.reveal(), row.stored, role))
}

/** Steps that give a running Patroni the password of a role; answers whether it takes any. */
export async function planPassword(
  session: Session,
  plan: Plan,
  request: { instance: Instance; member: Member; use: RoleUse; password: Secret },
): Promise<boolean> {
  const { instance, member, use, password } = request
  const text = await editMember(member, passwordEdits(use, password))
  if (text === member.text) return false
  await planMemberText(session, plan, { instance, member, text })
  return true
}
