import type { Operation } from '../../engine/operate.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { observeInstance } from './observe.js'
import { operateOn } from './operation.js'
import { planServerStart, planServerStop } from './server.js'

/**
 * Runs `work` while PostgreSQL runs: a stopped instance is started for it, without satellites, and stopped again, also
 * when `work` fails. In a dry run a stopped instance stays stopped, and `work` gets it as it is.
 */
export async function whileRunning<T>(
  host: Host,
  operation: Operation,
  instance: ObservedInstance,
  work: (instance: ObservedInstance) => Promise<T>,
): Promise<T> {
  // Somebody may have started it before its lock was taken: then it is not stopped in the end.
  const present = (await observeInstance(host.effects, instance)) ?? instance
  if (present.running) return work(present)
  await operation.applyForNow(await planServerStart(host, instance, 'temporary'))
  const started = operation.dryRun ? instance : ((await observeInstance(host.effects, instance)) ?? instance)
  const result = await work(started) // a failure undoes the start with all else
  await operation.applyForNow(await planServerStop(host, started, 'temporary'))
  return result
}

/** The same for reading only: a running instance is not even locked. */
export async function readingWhileRunning<T>(
  host: Host,
  instance: ObservedInstance,
  verb: string,
  work: (instance: ObservedInstance) => Promise<T>,
): Promise<T> {
  if (instance.running) return work(instance)
  return operateOn(host, instance, { verb }, (operation) => whileRunning(host, operation, instance, work))
}
