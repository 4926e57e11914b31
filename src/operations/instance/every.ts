import { Cancelled, operational, type PgliftError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

/** Errors of one instance that say nothing about the next one. */
export function concernsOne(host: Host, error: unknown): error is PgliftError {
  if (host.signal.aborted || error instanceof Cancelled) return false
  return (error as { kind?: unknown }).kind === 'operational'
}

/**
 * Does the same to several instances, one after another. An instance that fails keeps no other from its turn: its
 * error is logged, and `PGLIFT_SEVERAL_FAILED` names them all at the end. A single instance's error is thrown as it is.
 */
export async function forEachInstance(
  host: Host,
  instances: readonly ObservedInstance[],
  verb: string,
  work: (instance: ObservedInstance) => Promise<void>,
): Promise<void> {
  const failed: string[] = []
  for (const instance of instances) {
    try {
      await work(instance)
    } catch (error) {
      if (instances.length === 1 || !concernsOne(host, error)) throw error
      host.log.error(`${instance.id}: ${error.message}`)
      failed.push(instance.id)
    }
  }
  if (failed.length === 0) return
  const count = `${failed.length} of ${instances.length} instances`
  throw operational('PGLIFT_SEVERAL_FAILED', `could not ${verb} ${count}: ${failed.join(', ')}`)
}
