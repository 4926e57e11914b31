import type { Fault, InstanceCheckEvent } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { stanzaInfo } from '../stanza-info.js'
import { boundStanza, clustersOf } from '../stanzas.js'
import { unsupported } from '../supported.js'

function fault(stanza: string, msg: string): Fault {
  return { type: 'value_error', loc: ['pgbackrest', 'stanza'], msg: `Value error, ${msg}`, input: stanza }
}

/** Whether a data directory is still there: a stanza whose instance was deleted by hand is free. */
async function isThere({ effects }: Session, datadir: string): Promise<boolean> {
  return (await effects.files.status(datadir)) !== undefined
}

async function newFaults(session: Session, event: InstanceCheckEvent, stanza: string): Promise<Fault[]> {
  const { instance, desired, observed } = event
  // A standby shares the stanza of its primary; once promoted it would mix its WAL with the primary's.
  const standby = observed === undefined ? desired.standby : observed.standby
  if (standby !== null && desired.standby?.status !== 'promoted') return []
  const clusters = await clustersOf(session, stanza)
  const others: string[] = []
  for (const datadir of clusters)
    if (
      datadir !== instance.datadir &&
      datadir !== event.upgradedFrom?.datadir &&
      (await isThere(session, datadir))
    )
      others.push(datadir)
  const [other] = others
  return other === undefined
    ? []
    : [fault(stanza, `Stanza '${stanza}' already bound to another instance (datadir=${other})`)]
}

/** A pgBackRest that does not know the major would say so when the server runs already. */
async function supportFaults(session: Session, { instance, desired }: InstanceCheckEvent): Promise<Fault[]> {
  const why = await unsupported(session, instance.version)
  if (why === undefined) return []
  return [{ type: 'value_error', loc: ['version'], msg: `Value error, ${why}`, input: desired.version }]
}

/** The stanza goes along with an upgrade, at its end: what hinders that is told before hours of pg_upgrade. */
async function upgradeFaults(
  session: Session,
  { instance, upgradedFrom }: InstanceCheckEvent,
): Promise<Fault[]> {
  const bound = upgradedFrom && (await boundStanza(session, upgradedFrom.datadir))
  const why = bound === undefined ? undefined : await unsupported(session, instance.version)
  if (bound === undefined || why === undefined) return []
  const msg = `Value error, stanza '${bound.stanza}' can't be upgraded: ${why}`
  return [{ type: 'value_error', loc: ['version'], msg, input: instance.version }]
}

/** An instance that was made without backups gets its stanza only while its role can be made, and where nobody else archives. */
async function lateFaults(session: Session, event: InstanceCheckEvent, stanza: string): Promise<Fault[]> {
  const { observed } = event
  if (observed === undefined || observed.standby !== null) return []
  if (!observed.running)
    return [fault(stanza, `instance ${observed.id} must be running when it gets a stanza: start it first`)]
  const { cluster } = await stanzaInfo(session, stanza)
  if (cluster === undefined || cluster.systemIdentifier === observed.systemIdentifier) return []
  return [
    fault(
      stanza,
      `stanza '${stanza}' is that of the cluster with system identifier ${cluster.systemIdentifier}`,
    ),
  ]
}

/** Faults of the stanza: taken by another instance, or another than the one that the instance is bound to. */
export function instanceCheck(session: Session): (event: InstanceCheckEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, observed, faults } = event
    if (event.upgradedFrom !== undefined) faults.push(...(await upgradeFaults(session, event)))
    const field = fieldOf(desired)
    if (field === null) return
    const { stanza } = field
    const bound = observed && (await boundStanza(session, instance.datadir))
    if (bound === undefined) {
      const taken = await newFaults(session, event, stanza)
      faults.push(...taken, ...(taken.length > 0 ? [] : await lateFaults(session, event, stanza)))
      if (event.upgradedFrom === undefined) faults.push(...(await supportFaults(session, event)))
      return
    }
    if (bound.stanza === stanza) return
    faults.push(
      fault(
        stanza,
        `instance ${instance.id} is already bound to pgbackrest stanza '${bound.stanza}' (path=${bound.path})`,
      ),
    )
  }
}
