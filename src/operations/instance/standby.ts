import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance } from '../../models/instance-identity.js'
import { psqlrcTemplate } from '../../settings/templates.js'
import { planAuthentication } from './authentication.js'
import type { Configuration } from './configuration.js'
import { planConfigure } from './configure.js'
import { raisedParameters } from './followed-parameters.js'
import { examinePrimary } from './standby-primary.js'
import { standbyAutoEdits, standbyConfiguration } from './standby-settings.js'

/**
 * The configuration that a new instance gets in the end: a primary's as it is, a standby's completed by what its primary
 * asks for. Fails as `examinePrimary` does, before anything is made.
 */
export async function adaptToPrimary(
  host: Host,
  instance: Instance,
  { standby }: InstanceManifest,
  configuration: Configuration,
): Promise<Configuration> {
  if (standby === null) return configuration
  const primary = await examinePrimary(host, instance, standby)
  for (const [name, value] of Object.entries(raisedParameters(configuration.conf, primary?.parameters)))
    host.log.info(`parameter '${name}' is set to ${value}, the primary's value: a standby may not have less`)
  return standbyConfiguration(configuration, primary?.parameters)
}

/** The same before the primary is there to be asked. */
export function unseenPrimary(configuration: Configuration): Configuration {
  return standbyConfiguration(configuration, undefined)
}

/** Step that fills the data directory of a standby. */
export function planBaseBackup(host: Host, instance: Instance, { standby }: InstanceManifest): Plan {
  const plan = new Plan()
  if (standby === null) return plan
  const { bindir, datadir, waldir } = instance
  const { passfile } = host.settings.postgresql.auth
  return plan.step(
    'postgresql.base-backup',
    {
      bindir,
      datadir,
      waldir,
      conninfo: standby.primary_conninfo,
      ...(standby.slot === null ? {} : { slot: standby.slot }),
      ...(standby.password ? { password: standby.password } : {}),
      ...(passfile === null ? {} : { passfile }),
    },
    { title: 'initializing PostgreSQL' },
  )
}

/**
 * Steps that make a standby's own what came with the base backup. Its pg_hba.conf and pg_ident.conf stay the primary's,
 * so that clients find their records after a failover, unless authentication methods were given. `replaces`: the settings
 * of the manifest are all; else those of the primary stay beside them.
 */
export async function planStandbyFiles(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
  replaces: boolean,
): Promise<Plan> {
  const plan = new Plan()
  if (desired.auth !== null) plan.append(await planAuthentication(host, instance, desired))
  else
    plan.file({
      path: instance.psqlrc,
      content: await psqlrcTemplate(host.templates, instance),
      mode: 0o600,
    })
  plan.append(await planConfigure(host, { instance, desired, purpose: 'create', configuration, replaces }))
  const { least } = configuration
  // That of a backup may be older than what the primary has now.
  if (least !== undefined)
    plan.step('postgresql.raise', { path: join(instance.datadir, 'postgresql.conf'), least })
  return plan.step('postgresql.configure', {
    path: join(instance.datadir, 'postgresql.auto.conf'),
    changes: standbyAutoEdits(desired.settings),
  })
}
