import type { FileDiff, Step } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { ChangeState } from '../../models/results.js'
import type { ConfChanges } from '../../postgresql/conf/diff.js'
import { shownConfValue } from '../../postgresql/conf/secrets.js'
import type { ObjectChange } from './objects.js'

/** A step as a plan shows and keeps it: JSON, secrets being `***`. */
export interface PlannedStep {
  readonly kind: string
  readonly title?: string
  /** The component that contributed it. */
  readonly by?: string
  readonly args: unknown
}

/** Why an instance could not be brought to what its manifest says. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** What becomes, or became, of one instance. */
export interface InstanceChange {
  /** `15/main` */
  readonly instance: string
  readonly change_state: ChangeState
  readonly pending_restart: boolean
  /** Parameters of postgresql.conf that change, with the value before and after; null for no entry. */
  readonly settings: ConfChanges
  /** What the manifest declares inside of the instance. */
  readonly objects: readonly ObjectChange[]
  readonly error: Failure | null
}

/** One that was planned: with the steps that it takes. */
export interface PlannedChange extends InstanceChange {
  readonly steps: readonly PlannedStep[]
}

/** The outcome for all instances of a manifest. */
export interface HostOutcome<C extends InstanceChange = InstanceChange> {
  readonly instances: readonly C[]
  readonly diffs: readonly FileDiff[]
}

/** Whether anything changes or changed. */
export function hasChanges({ instances }: Pick<HostOutcome, 'instances'>): boolean {
  return instances.some(({ change_state }) => change_state !== null)
}

/** Settings as they may be shown. */
export function shownSettings(changes: ConfChanges): ConfChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([name, [before, after]]) => [
      name,
      [shownConfValue(name, before), shownConfValue(name, after)],
    ]),
  )
}

/** A step as data: what a journal would hold of it. */
export function plannedStep({ kind, title, by, args }: Step): PlannedStep {
  return {
    kind,
    ...(title === undefined ? {} : { title }),
    ...(by === undefined ? {} : { by }),
    args: JSON.parse(JSON.stringify(args ?? null)) as unknown,
  }
}

/** The outcome for an instance to which nothing was done, or all that was done was undone. */
export function failedChange(
  instance: string,
  { code = 'PGLIFT_ERROR', message, hint }: { code?: string; message: string; hint?: string | undefined },
): InstanceChange {
  const error = { code, message, ...(hint === undefined ? {} : { hint }) }
  return { instance, change_state: null, pending_restart: false, settings: {}, objects: [], error }
}

/** The error that tells, at the end, which instances failed; undefined when none did. */
export function failureOfHost(
  { instances }: Pick<HostOutcome, 'instances'>,
  verb: string,
): Error | undefined {
  const failed = instances.filter(({ error }) => error !== null)
  const [first] = failed
  if (first === undefined) return undefined
  const names = failed.map(({ instance }) => instance).join(', ')
  const count = `${failed.length} of ${instances.length} instance${instances.length === 1 ? '' : 's'}`
  const hint = failed.length === 1 ? first.error?.hint : undefined
  return operational(
    'PGLIFT_SEVERAL_FAILED',
    `could not ${verb} ${count}: ${names}`,
    hint === undefined ? {} : { hint },
  )
}
