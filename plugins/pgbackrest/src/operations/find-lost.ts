import { type Host, operations } from '@pglift/sdk'
import { instanceAt, type Located } from '../located.js'
import { boundClusters } from '../stanzas.js'
import type { Restorable } from './restore.js'
import { sessionOf } from './session.js'

const NOT_FOUND: ReadonlySet<unknown> = new Set(['PGLIFT_INSTANCE_NOT_FOUND', 'PGLIFT_NO_INSTANCE'])

/** Instances that stanzas are bound to and whose data directories are gone. */
async function lostInstances(host: Host): Promise<Located[]> {
  const { observeInstance } = await operations()
  const bound = await boundClusters(sessionOf(host))
  const located = bound.flatMap(({ datadir }) => instanceAt(host.settings, datadir) ?? [])
  const seen = await Promise.all(
    located.map(async (each) =>
      (await observeInstance(host.effects, each as never)) === undefined ? [each] : [],
    ),
  )
  return seen.flat()
}

/** For `[INSTANCE]` of `restore`: also one whose data directory is gone. */
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
