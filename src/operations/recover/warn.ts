import { interruptedOperations } from '../../engine/recover.js'
import type { Host } from '../../host/host.js'

/** A WARNING for each operation that was interrupted and not yet recovered. Reads one directory. */
export async function warnInterrupted({ engine, log }: Host): Promise<void> {
  for (const { header } of await interruptedOperations(engine))
    log.warning(
      `operation '${header.verb}' on ${header.object} was interrupted (${header.startedAt}, pid ${header.pid}); run 'pglift recover'`,
    )
}
