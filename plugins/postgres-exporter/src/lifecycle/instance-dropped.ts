import type { InstanceActionEvent } from '@pglift/sdk'
import { readExporter } from '../exporter.js'
import { planRemoval } from '../plan.js'
import type { Session } from '../session.js'

/** Nothing of the exporter stays. */
export function instanceDropped(session: Session): (event: InstanceActionEvent) => Promise<void> {
  return async ({ instance, plan }) => {
    const exporter = await readExporter(session, instance.qualname)
    if (exporter !== undefined) await planRemoval(session, plan, exporter, instance.id)
  }
}
