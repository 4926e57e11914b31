import { setTimeout as pause } from 'node:timers/promises'
import type { Effects } from '../effects/effects.js'
import type { Readiness } from './service.js'

const PATIENCE_SECONDS = 10
const PROBE_MS = 5000

type Io = Pick<Effects, 'net' | 'processes'>

/** Why the service is not ready yet; undefined when it is. */
async function obstacle(ready: Readiness, { net, processes }: Io): Promise<string | undefined> {
  if ('argv' in ready)
    return processes.run(ready.argv, { timeoutMs: PROBE_MS }).then(
      () => undefined,
      (error: Error) => error.message,
    )
  if ('port' in ready)
    return (await net.isListenedTo(ready.port)) ? undefined : `nothing listens on port ${ready.port}`
  const answer = await net.get(ready.url, PROBE_MS)
  if ('problem' in answer) return `${ready.url}: ${answer.problem}`
  if (answer.status === ready.orStatus) return undefined
  if (answer.status !== 200) return `${ready.url} answers with status ${answer.status}`
  const { contains } = ready
  const isThere = contains === undefined || answer.body.includes(contains)
  return isThere ? undefined : `${ready.url} does not say '${contains}'`
}

/**
 * Waits until a service is ready: asks at once, then at growing intervals of at most 100 ms. Answers why it is not when
 * `isRunning` says that it has ended or when its time is over; undefined when it is.
 */
export async function awaitReady(
  ready: Readiness,
  io: Io,
  signal: AbortSignal,
  isRunning: () => boolean | Promise<boolean>,
): Promise<string | undefined> {
  const deadline = Date.now() + (ready.seconds ?? PATIENCE_SECONDS) * 1000
  for (let interval = 5; ; interval = Math.min(interval * 2, 100)) {
    if (!(await isRunning())) return 'it has ended'
    const problem = await obstacle(ready, io)
    if (problem === undefined) return undefined
    if (Date.now() > deadline) return problem
    await pause(interval, undefined, { signal })
  }
}
