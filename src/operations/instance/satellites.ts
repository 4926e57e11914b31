import type { Operation } from '../../engine/operate.js'
import { Plan } from '../../engine/plan.js'
import { Cancelled } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'

/**
 * Starts what runs beside PostgreSQL. What fails is told at the end of the operation: it takes neither the server down, nor
 * keeps what other components run from being started.
 */
export async function startSatellites({ signal }: Host, operation: Operation, plan: Plan): Promise<void> {
  const failed = new Set<string | undefined>()
  for (const { kind, args, title, by } of plan.steps) {
    if (failed.has(by)) continue
    await operation
      .apply(new Plan(by).step(kind as never, args as never, { title }))
      .catch((error: Error) => {
        if (signal.aborted || error instanceof Cancelled) throw error
        failed.add(by)
        operation.collect(error)
      })
  }
}
