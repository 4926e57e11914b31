import type { Tap } from 'tapable'
import { Plan } from '../engine/plan.js'
import { Cancelled, operational } from '../errors/kinds.js'
import { attributedTo } from './attribution.js'
import type { Containment } from './containment.js'
import type { Asking, PlanningEvent } from './events.js'
import { COLLECTING, type HookName, type LifecycleHooks, READING } from './hooks.js'
import { TimeLimit } from './time-limit.js'

/** Called for every tap that ran: component, hook, milliseconds. */
export type Trace = (component: string, hook: HookName, milliseconds: number) => void

/** How taps are watched. */
export interface TapWatch {
  /** Errors of collecting hooks; whoever fires such a hook takes them from here. */
  readonly collected: Error[]
  readonly trace: Trace
  readonly containment: Pick<Containment, 'run' | 'leave'>
  /** Milliseconds that a tap may take, the time aside that it waits for an answer of the user. */
  readonly timeoutMs: number
  /** In commands that only read: told of the failure of a tap that only reads; the others run. */
  readonly tolerate?: (error: Error) => void
}

type Event = Partial<PlanningEvent & Asking>
type AnyTap = Tap & { fn: (event: Event) => unknown; type: string }

/** The error of a component, with the names of component and hook unless it is one that pglift foresees. */
export function blame(component: string, where: string, cause: unknown): Error {
  if (cause instanceof Error && 'kind' in cause && 'code' in cause) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return operational('PGLIFT_COMPONENT_FAILED', `component '${component}' failed in ${where}: ${message}`, {
    cause,
  })
}

/** The error of a component that does not come to an end. */
export function hanging(component: string, where: string, milliseconds: number): Error {
  const seconds = Math.round(milliseconds / 100) / 10
  return operational(
    'PGLIFT_COMPONENT_HANGS',
    `component '${component}' did not come back from ${where} within ${seconds} s`,
  )
}

/** Runs a tap on a copy of the event: its steps carry its name, and come to the plan when it has succeeded. */
async function runTap({ name, fn }: AnyTap, hook: HookName, event: Event, watch: TapWatch): Promise<unknown> {
  const limit = new TimeLimit(watch.timeoutMs, () => hanging(name, hook, watch.timeoutMs))
  const plan = event.plan === undefined ? undefined : new Plan(name)
  const { confirm } = event
  const own: Event = {
    ...attributedTo(event, name),
    ...(plan && { plan }),
    ...(confirm && {
      confirm: (question: string, byDefault: boolean) =>
        limit.without(() => watch.containment.leave(() => confirm(question, byDefault))),
    }),
  }
  const answer = await limit.race(() => watch.containment.run(name, async () => fn(own)))
  if (plan !== undefined) event.plan?.append(plan)
  return answer
}

/**
 * Wraps every tap when it is registered: contained, awaited even when it was tapped as if it were synchronous, timed,
 * its steps marked with its name, and its error re-thrown with the names of component and hook, which tapable tells
 * neither of.
 */
export function watchTaps(hooks: LifecycleHooks, watch: TapWatch): void {
  for (const name of Object.keys(hooks) as HookName[]) {
    const register = (tap: AnyTap): AnyTap => {
      const watched = async (event: Event) => {
        const start = performance.now()
        try {
          return await runTap(tap, name, event, watch)
        } catch (error) {
          const blamed = blame(tap.name, name, error)
          // Whoever was asked and said no means all of it.
          if (error instanceof Cancelled) throw error
          if (COLLECTING.has(name)) watch.collected.push(blamed)
          else if (READING.has(name) && watch.tolerate !== undefined) watch.tolerate(blamed)
          else throw blamed
          return undefined
        } finally {
          watch.trace(tap.name, name, performance.now() - start)
        }
      }
      // Each tap gets its own wrapper, promise-typed whatever it was tapped as.
      return { ...tap, type: 'promise', fn: watched }
    }
    hooks[name].intercept({ register: register as never })
  }
}
