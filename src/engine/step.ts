import type { Effects } from '../effects/effects.js'

/**
 * The arguments of every kind of step. Each performer declares its own by merging into this interface, components too:
 * `declare module '.../engine/step.js' { interface StepKinds { 'pgbackrest.stanza-create': {...} } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface StepKinds {}

/**
 * One effect that a plan declares: data, so that it can be printed, journaled, compared and undone by another process.
 * `args` is JSON but for `Secret`s, which serialise as `***`: undoing must not need them.
 */
export interface Step {
  readonly kind: string
  /** Logged at INFO when the step is performed: `creating role 'bob'`. Without one it is silent. */
  readonly title?: string
  readonly args: unknown
  /** The component that contributed it; the host itself when absent. */
  readonly by?: string
}

/** How a file looks before and after, for `--diff`. `undefined`: it is not there. */
export interface FileDiff {
  readonly path: string
  readonly before?: string
  readonly after?: string
  readonly directory?: true
}

/** What performers may use. */
export interface StepContext {
  readonly effects: Effects
  readonly signal: AbortSignal
  readonly log: { debug(message: string): void; info(message: string): void; warning(message: string): void }
  /** Identifies the operation in names of temporary and backup files. */
  readonly operationId: string
}

/**
 * How one kind of step is done and undone.
 * - `holds`: whether the world is already as the step wants it: then it is left out and counts as no change.
 * - `prepare`: what `undo` will need and only the world before knows; journaled before anything is changed. Reads only.
 * - `keep`: puts aside what `undo` will need and no journal can hold (a former file), under a name that is in the record.
 * - `undo`: must be repeatable and cope with a `keep` or `do` that was killed half-way. Absent: the step can't be undone.
 * - `settle`: after the whole operation succeeded, removes what was kept for `undo`.
 */
export interface Performer<A = unknown, R = unknown> {
  /** What `do` logs by itself, for a dry run, which does not call it. */
  describe?(args: A): readonly string[]
  holds?(args: A, context: StepContext): Promise<boolean>
  prepare?(args: A, context: StepContext): Promise<R>
  keep?(args: A, record: R, context: StepContext): Promise<void>
  do(args: A, context: StepContext): Promise<void>
  undo?(args: A, record: R, context: StepContext): Promise<void>
  /** Whether these arguments can be undone, where that depends on them. */
  undoable?(args: A): boolean
  settle?(args: A, record: R, context: StepContext): Promise<void>
  diff?(args: A, context: StepContext): Promise<FileDiff | undefined>
}

export type Performers = Readonly<Record<string, Performer<never, never>>>

/** Thrown by `do` when it failed without having changed anything: there is nothing to undo. Its cause is the error. */
export class NothingDone extends Error {
  constructor(cause: unknown) {
    super((cause as Error).message, { cause })
    this.name = 'NothingDone'
  }
}

/** Ties a performer's types to its kind's arguments. */
export function performer<K extends keyof StepKinds, R = undefined>(
  kind: K,
  definition: Performer<StepKinds[K], R>,
): Performers {
  return { [kind]: definition as Performer<never, never> }
}
