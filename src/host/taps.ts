import type { Tap } from 'tapable'
import { operational, PgliftError } from '../errors/kinds.js'
import { COLLECTING, type HookName, type LifecycleHooks } from './hooks.js'

/** Called for every tap that ran: component, hook, milliseconds. */
export type Trace = (component: string, hook: HookName, milliseconds: number) => void

type AnyTap = Tap & { fn: (event: unknown) => unknown; type: string }

function blame(component: string, hook: HookName, cause: unknown): Error {
  if (cause instanceof PgliftError || (cause as { kind?: unknown })?.kind !== undefined) return cause as Error
  const message = cause instanceof Error ? cause.message : String(cause)
  return operational('PGLIFT_COMPONENT_FAILED', `component '${component}' failed in ${hook}: ${message}`, {
    cause,
  })
}

/**
 * Wraps every tap when it is registered: awaited even when it was tapped as if it were synchronous, timed, and its
 * error re-thrown with the names of component and hook, which tapable tells neither of. Errors of collecting hooks go
 * to `collected`; whoever fires the hook takes them from there.
 */
export function watchTaps(hooks: LifecycleHooks, collected: Error[], trace: Trace): void {
  for (const name of Object.keys(hooks) as HookName[]) {
    const register = (tap: AnyTap): AnyTap => {
      const { fn } = tap
      const watched = async (event: unknown) => {
        const start = performance.now()
        try {
          return await fn(event)
        } catch (error) {
          const blamed = blame(tap.name, name, error)
          if (!COLLECTING.has(name)) throw blamed
          collected.push(blamed)
          return undefined
        } finally {
          trace(tap.name, name, performance.now() - start)
        }
      }
      // Each tap gets its own wrapper, promise-typed whatever it was tapped as.
      return { ...tap, type: 'promise', fn: watched }
    }
    hooks[name].intercept({ register: register as never })
  }
}
