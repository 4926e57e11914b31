import { runtime } from '../runtime.js'

/** Makes the host's classes and functions available to components of this process: they bring no copy of them. */
export function lend(): void {
  ;(globalThis as { [key: symbol]: unknown })[Symbol.for('pglift.runtime')] = runtime
}
