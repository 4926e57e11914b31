import type { InstanceDescribeEvent } from '@pglift/sdk'
import { readExporter } from '../exporter.js'
import type { Session } from '../session.js'

/** The field `prometheus`, as a manifest has it. */
export function instanceDescribe(session: Session): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields }) => {
    const exporter = await readExporter(session, instance.qualname)
    fields.prometheus = exporter === undefined ? null : { port: exporter.port }
  }
}
