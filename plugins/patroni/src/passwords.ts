import { type Fault, ValidationError } from '@pglift/sdk'
import { hasReplication, linesOf, replicatesByPassword } from './member/access.js'
import type { MemberRequest } from './member/build.js'
import type { Session } from './session.js'

function fault(name: string, why: string): Fault {
  return { type: 'value_error', loc: [name], msg: `a value is required: ${why}`, input: null }
}

/**
 * Members reach each other over the network, where pglift lets nobody in without authentication: with passwords, unless
 * client certificates are given, or the site's own pg_hba.conf lets them replicate without.
 */
export function requirePasswords({ section }: Session, { desired, field, hba }: MemberRequest): void {
  const { replication, rewind } = field.postgresql ?? {}
  const lines = linesOf(hba)
  if (hasReplication(lines) && !replicatesByPassword(lines)) return
  const faults = [
    ...(desired.replrole_password || replication?.ssl
      ? []
      : [fault('replrole_password', 'members replicate with it')]),
    ...(section.postgresql.use_pg_rewind && !desired.surole_password && !rewind?.ssl
      ? [fault('surole_password', 'a former leader rewinds with it')]
      : []),
  ]
  if (faults.length > 0) throw new ValidationError('Instance', faults)
}
