import { type Fault, ValidationError } from '../errors/kinds.js'
import type { Origin } from './types.js'

/**
 * One error for all the faults of a site's settings. Its message starts with `invalid site settings` and says
 * of each value at fault which file or variable gave it.
 */
export function invalidSettings(
  faults: readonly Fault[],
  origins: ReadonlyMap<string, Origin> = new Map(),
): ValidationError {
  const error = new ValidationError('SiteSettings', faults)
  const count = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`
  const lines = faults.flatMap((fault) => [
    fault.loc.join('.') || '(root)',
    `  ${fault.msg} [type=${fault.type}${from(fault, origins)}]`,
  ])
  error.message = [`invalid site settings: ${count} for SiteSettings`, ...lines].join('\n')
  return error
}

function from({ loc }: Fault, origins: ReadonlyMap<string, Origin>): string {
  for (let length = loc.length; length > 0; length--) {
    const name = origins.get(loc.slice(0, length).join('.'))?.name
    if (name !== undefined) return `, from=${name}`
  }
  return ''
}
