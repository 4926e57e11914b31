import { join } from 'node:path'
import { operational, type ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ComposedInstance } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { validate } from '../../models/validate.js'
import { diffConf } from '../../postgresql/conf/diff.js'
import { holdsPassword } from '../../postgresql/conf/secrets.js'
import type { Conf, ConfValue } from '../../postgresql/conf/value.js'
import { currentSettings } from '../instance/alter.js'
import { resolveConfiguration } from '../instance/configuration.js'
import { validationContext } from '../instance/validation.js'
import { quietly } from './quiet.js'

/** A password has no place in a manifest that is kept: without it, applying would take the connection away. */
function refusePassword(
  { id, datadir }: ObservedInstance,
  settings: Readonly<Record<string, ConfValue>>,
): void {
  const found = Object.entries(settings).find(([name, value]) => holdsPassword(name, value))
  if (found === undefined) return
  throw operational(
    'PGLIFT_EXPORT_PASSWORD',
    `'${found[0]}' in ${join(datadir, 'postgresql.conf')} of ${id} holds a password, which is not exported`,
    { hint: "move it to a password file ('passfile=' in the connection string), then export again" },
  )
}

/**
 * `settings` of the manifest that leaves postgresql.conf as it is: entries that differ from what template, initdb and
 * components give; null for one of those that is not there.
 */
export async function exportedSettings(
  host: Host,
  instance: ObservedInstance,
  fields: Readonly<Record<string, unknown>>,
): Promise<Record<string, ConfValue | null>> {
  const settings = await currentSettings(host, instance)
  refusePassword(instance, settings)
  const byItself = await unsetSettings(host, instance, fields)
  return Object.fromEntries(
    Object.entries(diffConf(byItself, settings)).map(([parameter, [, value]]) => [parameter, value]),
  )
}

/**
 * The entries that postgresql.conf would have without any setting in the manifest. None when the manifest would be
 * refused, as that of an instance from before a component was enabled: all its entries are settings then.
 */
async function unsetSettings(
  host: Host,
  instance: ObservedInstance,
  fields: Readonly<Record<string, unknown>>,
): Promise<Conf> {
  const quiet = quietly(host)
  const { name, version, configuredPort: port } = instance
  let desired: ComposedInstance
  try {
    const manifest = { name, version, port, ...fields }
    desired = await validate(host.instanceModel, manifest, validationContext(quiet, 'update'))
  } catch (error) {
    const faults = (error as Partial<ValidationError>).faults
    if (faults === undefined) throw error
    const lacking = faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
    host.log.warning(
      `the manifest of ${instance.id} has to be completed before it can be applied: ${lacking}`,
    )
    return {}
  }
  const request = { instance, desired, observed: instance, purpose: 'alter' } as const
  const { port: _, ...byItself } = (await resolveConfiguration(quiet, request)).conf
  return byItself
}
