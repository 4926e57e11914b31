import type { InstanceDescribeEvent } from '@pglift/sdk'
import { hasPowa } from '../libraries.js'

/** The field `powa`, as a manifest has it: nothing of it can be read back but that it is there. */
export function instanceDescribe(): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields }) => {
    fields.powa = hasPowa(instance.conf) ? {} : null
  }
}
