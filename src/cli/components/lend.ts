import { RUNTIME } from './lent.js'

/** What is lent, and whether anybody has taken it: only then code of components runs in this process. */
export interface Lending {
  readonly isTaken: boolean
}

/**
 * Makes the host's classes and functions available to components of this process: they bring no copy of them. They are
 * loaded when the first component asks.
 */
export function lend(): Lending {
  const lending = { isTaken: false }
  const take = async () => {
    lending.isTaken = true
    return (await import('../runtime.js')).runtime
  }
  ;(globalThis as { [key: symbol]: unknown })[RUNTIME] = take
  return lending
}
