import { type InstanceConfigureEvent, operations } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import { memberFor, planStanzaFile } from '../plan.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'
import { type KnownStanzas, planLate, planNew } from './new-stanza.js'

const isOff = (value: unknown): boolean => value === undefined || value === null || String(value) === 'off'

/** The settings of the site, or the component, were away for a while. */
function warnOfGap(
  { log }: Session,
  { instance: { id }, changes: { archive_mode } }: InstanceConfigureEvent,
): void {
  const [before, after] = archive_mode ?? []
  if (archive_mode !== undefined && isOff(before) && !isOff(after))
    log.warning(
      `WAL of ${id} was not archived, and is not before its next restart: then make a backup, as no other leads beyond that`,
    )
}

/** The stanza's file follows port and sockets; a primary that is new, or new to the stanza, gets it, and proves that it archives. */
export function instanceConfigured(
  session: Session,
  known: KnownStanzas,
): (event: InstanceConfigureEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, conf, port, purpose, plan, standby } = event
    const bound = await boundStanza(session, instance.datadir)
    const stanza = fieldOf(desired)?.stanza ?? bound?.stanza
    if (stanza === undefined) return
    const { firstSocketDirectory } = await operations()
    const member = memberFor(session, instance.datadir, port, firstSocketDirectory(conf))
    const isNew = purpose === 'create'
    const isLate = purpose === 'alter' && bound === undefined
    planStanzaFile(session, plan, stanza, member, { exclusive: (isNew || isLate) && !standby })
    if (isNew) await planNew(session, event, stanza, known)
    if (isLate) await planLate(session, event, stanza)
    if (purpose === 'alter' && bound !== undefined) warnOfGap(session, event)
  }
}
