import { Plan } from '../../engine/plan.js'
import type { InstanceInitialiseEvent } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance } from '../../models/instance-identity.js'
import { planBaseBackup } from './standby.js'

function authMethods({ settings }: Host, { auth }: InstanceManifest) {
  const site = settings.postgresql.auth
  return { local: auth?.local ?? site.local, host: auth?.host ?? site.host }
}

function planInitdb(host: Host, instance: Instance, desired: InstanceManifest, plan: Plan): void {
  const { initdb, surole } = host.settings.postgresql
  const { local, host: hostMethod } = authMethods(host, desired)
  const { version, bindir, datadir, waldir } = instance
  const locale = desired.locale ?? initdb.locale
  const encoding = desired.encoding ?? initdb.encoding
  const dataChecksums = desired.data_checksums ?? initdb.data_checksums
  plan.step(
    'postgresql.initdb',
    {
      version,
      bindir,
      datadir,
      waldir,
      superuser: surole.name,
      authLocal: local,
      authHost: hostMethod,
      ...(desired.surole_password ? { password: desired.surole_password } : {}),
      ...(locale === null ? {} : { locale }),
      ...(encoding === null ? {} : { encoding }),
      ...(dataChecksums === null ? {} : { dataChecksums }),
      ...(initdb.allow_group_access === true ? { allowGroupAccess: true } : {}),
    },
    { title: 'initializing PostgreSQL' },
  )
  plan.step('postgresql.keep-initial-conf', { datadir })
}

export interface Initialisation {
  readonly plan: Plan
  /** A component makes the data directory: what will be in it is not known. */
  readonly isForeign: boolean
}

/** Steps that make the data directory: a component's way, else initdb, or a base backup of the primary. */
export async function planInitialisation(
  host: Host,
  event: Omit<InstanceInitialiseEvent, 'plan'>,
): Promise<Initialisation> {
  const { instance, desired } = event
  const plan = new Plan()
  if ((await host.hooks.instanceInitialise.promise({ ...event, plan })) === true)
    return { plan, isForeign: true }
  plan.step('data-directory.create', { datadir: instance.datadir, waldir: instance.waldir })
  if (desired.standby === null) planInitdb(host, instance, desired, plan)
  else plan.append(planBaseBackup(host, instance, desired))
  return { plan, isForeign: false }
}
