import type { Operation, OperationSpec } from '../../engine/operate.js'
import { operate } from '../../engine/operate.js'
import type { Host } from '../../host/host.js'
import type { Instance } from '../../models/instance-identity.js'

/** An operation on one instance: object and lock are the instance's. */
export type InstanceOperation = Omit<OperationSpec, 'object' | 'locks'>

/** Runs an operation on one instance under its lock. */
export function operateOn<T>(
  host: Host,
  instance: Pick<Instance, 'id' | 'qualname'>,
  spec: InstanceOperation,
  body: (operation: Operation) => Promise<T>,
): Promise<T> {
  return operate(
    host.engine,
    { ...spec, object: instance.id, locks: [instance.qualname] },
    async (operation) => {
      const result = await body(operation)
      for (const error of host.componentErrors.splice(0)) operation.collect(error)
      return result
    },
  )
}
