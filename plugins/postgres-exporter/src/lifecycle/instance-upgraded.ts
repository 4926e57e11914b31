import type { InstanceUpgradeEvent } from '@pglift/sdk'
import { readExporter } from '../exporter.js'
import type { Memory } from '../memory.js'
import { planTargets } from '../plan.js'
import { serviceOf } from '../service.js'
import type { Session } from '../session.js'

/** Port and password go over to the new instance; the former, which is kept, is started by no boot, and scraped no more. */
export function instanceUpgraded(
  session: Session,
  { inherited }: Memory,
): (event: InstanceUpgradeEvent) => Promise<void> {
  return async ({ from, to, plan }) => {
    const exporter = await readExporter(session, from.qualname)
    if (exporter === undefined) return
    inherited.set(to.qualname, exporter)
    await session.services.disable(plan, await serviceOf(session, exporter))
    planTargets(session, plan, { [from.id]: null })
  }
}
