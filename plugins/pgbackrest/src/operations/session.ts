import { componentSession, type Host, operational } from '@pglift/sdk'
import type { Session } from '../session.js'
import type { PgbackrestSettings } from '../settings.js'
import { type BoundStanza, boundStanza } from '../stanzas.js'

/** What the component works with, for its commands. */
export function sessionOf(host: Host): Session {
  return componentSession<PgbackrestSettings>(host, 'pgbackrest')
}

/** The stanza of an instance; fails when it has none. */
export async function requireStanza(
  session: Session,
  { id, datadir }: { readonly id: string; readonly datadir: string },
): Promise<BoundStanza> {
  const bound = await boundStanza(session, datadir)
  if (bound !== undefined) return bound
  throw operational('PGLIFT_PGBACKREST_UNBOUND', `pgBackRest service is not configured for instance ${id}`, {
    hint: "it was created without a stanza, or the site was uninstalled since: apply a manifest with 'pgbackrest: {stanza: NAME}'",
  })
}
