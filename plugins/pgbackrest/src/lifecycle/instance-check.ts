import type { Fault, InstanceCheckEvent } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { boundStanza, clustersOf } from '../stanzas.js'

function fault(stanza: string, msg: string): Fault {
  return { type: 'value_error', loc: ['pgbackrest', 'stanza'], msg: `Value error, ${msg}`, input: stanza }
}

/** Whether a data directory is still there: a stanza whose instance was deleted by hand is free. */
async function isThere({ effects }: Session, datadir: string): Promise<boolean> {
  return (await effects.files.status(datadir)) !== undefined
}

async function newFaults(session: Session, event: InstanceCheckEvent, stanza: string): Promise<Fault[]> {
  const { instance, desired } = event
  if (desired.standby !== null) return []
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

/** Faults of the stanza: taken by another instance, or another than the one that the instance is bound to. */
export function instanceCheck(session: Session): (event: InstanceCheckEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, observed, faults } = event
    const field = fieldOf(desired)
    if (field === null) return
    const { stanza } = field
    if (observed === undefined) {
      faults.push(...(await newFaults(session, event, stanza)))
      return
    }
    const bound = await boundStanza(session, instance.datadir)
    if (bound === undefined || bound.stanza === stanza) return
    faults.push(
      fault(
        stanza,
        `instance ${instance.id} is already bound to pgbackrest stanza '${bound.stanza}' (path=${bound.path})`,
      ),
    )
  }
}
