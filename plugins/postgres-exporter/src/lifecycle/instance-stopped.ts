import type { InstanceActionEvent } from '@pglift/sdk'
import { readExporter } from '../exporter.js'
import { serviceOf } from '../service.js'
import type { Session } from '../session.js'

/** The exporter stops with its instance. */
export function instanceStopped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan }) => {
    const exporter = await readExporter(session, instance.qualname)
    if (exporter !== undefined) await session.services.stop(plan, await serviceOf(session, exporter))
  }
}
