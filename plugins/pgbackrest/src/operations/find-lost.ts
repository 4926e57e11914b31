import { type Host, type Instance, operations } from '@pglift/sdk'
import { instanceAt } from '../instance-at.js'
import { boundClusters } from '../stanzas.js'
import type { Restorable } from './restore-plan.js'
import { sessionOf } from './session.js'

const NOT_FOUND: ReadonlySet<unknown> = new Set(['PGLIFT_INSTANCE_NOT_FOUND', 'PGLIFT_NO_INSTANCE'])

/** Instances that stanzas are bound to and whose data directories are gone. */
async function lostInstances(host: Host): Promise<Instance[]> {
  const { locateInstance, observeInstance } = await operations()
  const lost: Instance[] = []
  for (const { datadir } of await boundClusters(sessionOf(host))) {
    const found = instanceAt(host.settings, datadir)
    if (found === undefined) continue
    const instance = locateInstance(host.settings, found.version, found.name)
    if ((await observeInstance(host.effects, instance)) === undefined) lost.push(instance)
  }
  return lost
}

/** For `[INSTANCE]` of `restore` and `backups`: also one whose data directory is gone. */
export async function restorableArgument(host: Host, text: string | undefined): Promise<Restorable> {
  const { instanceArgument } = await operations()
  try {
    return await instanceArgument(host, text)
  } catch (error) {
    if (!NOT_FOUND.has((error as { code?: unknown }).code)) throw error
    const lost = (await lostInstances(host)).filter(
      ({ id, name }) => text === undefined || text === id || text === name,
    )
    const [only] = lost
    if (only === undefined || lost.length > 1) throw error
    return only
  }
}
