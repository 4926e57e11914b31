import type { InstanceStatusEvent } from '@pglift/sdk'
import { readExporter } from '../exporter.js'
import { serviceOf } from '../service.js'
import type { Session } from '../session.js'

/** `prometheus: running`. */
export function instanceStatus(session: Session): (event: InstanceStatusEvent) => Promise<void> {
  return async ({ instance, lines }) => {
    const exporter = await readExporter(session, instance.qualname)
    if (exporter === undefined) return
    const service = await serviceOf(session, exporter)
    lines.push({ service: 'prometheus', running: await session.services.isRunning(service) })
  }
}
