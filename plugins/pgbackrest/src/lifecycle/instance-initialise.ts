import { Cancelled, type InstancePlanEvent, OF_ONE_SERVER, operational } from '@pglift/sdk'
import { chooseFrom, forStandby } from '../choose-backup.js'
import type { StanzaInfo } from '../info.js'
import { fieldOf } from '../model.js'
import { type Chosen, describeChoice } from '../restore-target.js'
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

function planRestore(
  session: Session,
  event: InstancePlanEvent,
  stanza: string,
  { backup: { label }, target }: Chosen,
): void {
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
      target,
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
  // Where the backed-up cluster listened, somebody else may listen now, where Patroni had it look for its pg_hba.conf may
  // be nothing, and whom it followed, and with which command, the new one does not. What the restore needs stands in
  // postgresql.auto.conf.
  const path = `${datadir}/postgresql.conf`
  const changes = Object.fromEntries(['restore_command', ...OF_ONE_SERVER].map((name) => [name, null]))
  plan.step('postgresql.configure', { path, changes })
}

/**
 * A stanza that holds backups already: the instance is made of the latest, once that is agreed to. A standby is not asked
 * about: its data are the primary's in any case, and where no WAL leads from a backup to what the primary does now, it is
 * made of the primary alone. Otherwise the host makes the instance.
 */
export function instanceInitialise(
  session: Session,
  known: Map<string, StanzaInfo>,
): (event: InstancePlanEvent) => Promise<true | undefined> {
  return async (event) => {
    const { instance, desired, purpose, confirm } = event
    const field = fieldOf(desired)
    if (field === null || purpose !== 'create') return undefined
    const { stanza } = field
    const info = await stanzaInfo(session, stanza)
    known.set(stanza, info)
    requireReadable(info, stanza)
    requireSameMajor(info, stanza, instance.version)
    const { choice, offer } = await chooseFrom(session, stanza, info)
    if (desired.standby !== null) {
      const chosen = forStandby(choice)
      if (chosen === undefined) return undefined
      planRestore(session, event, stanza, chosen)
      return true
    }
    if (!('backup' in choice)) {
      refuseForeign(info, stanza)
      return undefined
    }
    session.log.info(describeChoice(choice, offer))
    if (!(await confirm('Confirm creation of instance from pgBackRest backup', true))) {
      session.log.warning(`creation of instance ${instance.id} cancelled`)
      throw new Cancelled()
    }
    planRestore(session, event, stanza, choice)
    return true
  }
}
