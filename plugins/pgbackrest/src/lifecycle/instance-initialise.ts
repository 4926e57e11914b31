import { Cancelled, type InstancePlanEvent, operational } from '@pglift/sdk'
import type { StanzaInfo } from '../info.js'
import { lineageOf } from '../lineage.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { requireReadable, stanzaInfo } from '../stanza-info.js'

function requireSameMajor({ cluster }: StanzaInfo, stanza: string, version: string): void {
  if (cluster === undefined || cluster.version === version) return
  throw operational(
    'PGLIFT_PGBACKREST_VERSION',
    `stanza '${stanza}' holds backups of PostgreSQL ${cluster.version}, not ${version}`,
    { hint: `choose another stanza, or '--version ${cluster.version}'` },
  )
}

/** A stanza of somebody else without backups: nothing to restore, and nothing that a new cluster may be archived to. */
function refuseForeign({ cluster }: StanzaInfo, stanza: string): void {
  if (cluster === undefined) return
  throw operational(
    'PGLIFT_PGBACKREST_FOREIGN',
    `stanza '${stanza}' exists in the repository, without a backup that could be restored, for the cluster with system identifier ${cluster.systemIdentifier}`,
    { hint: 'choose another stanza, or delete it with `pgbackrest stanza-delete` when that cluster is gone' },
  )
}

function planRestore(session: Session, event: InstancePlanEvent, stanza: string, label: string): void {
  const { instance, desired, plan } = event
  const { execpath, configpath } = session.section
  const { datadir, waldir } = instance
  const { standby } = desired
  plan.step('data-directory.create', { datadir, waldir })
  plan.step(
    'pgbackrest.restore-new',
    {
      execpath,
      configpath,
      stanza,
      datadir,
      waldir,
      target: { kind: 'latest' },
      label,
      ...(standby === null
        ? {}
        : {
            standby: {
              conninfo: standby.primary_conninfo,
              ...(standby.slot === null ? {} : { slot: standby.slot }),
            },
            ...(standby.password ? { password: standby.password } : {}),
          }),
    },
    { title: 'restoring from a pgBackRest backup' },
  )
  // Where the backed-up cluster listened, somebody else may listen now.
  const path = `${datadir}/postgresql.conf`
  plan.step('postgresql.configure', { path, changes: { port: null } })
}

/**
 * A stanza that holds backups already: the instance is made of the latest, once that is agreed to. A standby is not asked
 * about: its data are the primary's in any case. Otherwise the host makes the instance.
 */
export function instanceInitialise(
  session: Session,
  restored: Set<string>,
): (event: InstancePlanEvent) => Promise<true | undefined> {
  return async (event) => {
    const { instance, desired, purpose, confirm } = event
    const field = fieldOf(desired)
    if (field === null || purpose !== 'create') return undefined
    const { stanza } = field
    const info = await stanzaInfo(session, stanza)
    requireReadable(info, stanza)
    requireSameMajor(info, stanza, instance.version)
    const { backups } = await lineageOf(session, stanza, info)
    const newest = backups.find(({ isCurrent }) => isCurrent)
    if (newest === undefined) {
      if (desired.standby === null) refuseForeign(info, stanza)
      return undefined
    }
    if (
      desired.standby === null &&
      !(await confirm('Confirm creation of instance from pgBackRest backup', true))
    ) {
      session.log.warning(`creation of instance ${instance.id} cancelled`)
      throw new Cancelled()
    }
    restored.add(instance.id)
    planRestore(session, event, stanza, newest.label)
    return true
  }
}
