import type { KeptConf } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { Instance } from '../../models/instance-identity.js'

/** The configuration of an instance, if a component keeps it; undefined: postgresql.conf does. */
export async function keptConf(
  { hooks }: Pick<Host, 'hooks'>,
  instance: Instance,
): Promise<KeptConf | undefined> {
  const kept: KeptConf[] = []
  await hooks.instanceConf.promise({ instance, kept })
  return kept[0]
}
