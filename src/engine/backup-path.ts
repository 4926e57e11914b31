import { basename, dirname, join } from 'node:path'
import type { StepContext } from './step.js'

/** Where an operation keeps what stood at a path before, until it has ended: beside it, so that a rename puts it back. */
export function backupPath(path: string, { operationId }: Pick<StepContext, 'operationId'>): string {
  return join(dirname(path), `.${basename(path)}.pglift-${operationId}`)
}
