import { hostname } from 'node:os'
import { operational, usage } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { composeHost } from '../../models/host.js'
import { maskInput } from '../../models/mask.js'
import type { PlannedChange } from './change.js'
import { canonicalJson, differences, type Fingerprint, fingerprint } from './fingerprint.js'
import { planHost } from './plan.js'
import { type PreparedInstance, prepareHost } from './prepare.js'
import { agreed } from './quiet.js'

export type Documents = readonly Readonly<Record<string, unknown>>[]

/** A plan as it is kept: what is to be done, of what manifest, and what the host was like. No secret is in it. */
export interface SavedPlan {
  readonly format: typeof FORMAT
  /** ISO 8601 */
  readonly created_at: string
  readonly host: string
  /** `prefix` of the site. */
  readonly prefix: string
  /** Documents of the manifest, passwords being `***`. */
  readonly manifest: Documents
  /** Where these passwords were. */
  readonly secrets: readonly string[]
  readonly observed: Fingerprint
  readonly instances: readonly PlannedChange[]
}

const FORMAT = 'pglift-plan/1'
const MODE = 0o600

function masked({ instanceModel }: Pick<Host, 'instanceModel'>, documents: Documents): Documents {
  const { schema } = composeHost(instanceModel)
  return documents.map((document) => {
    const of = Object.hasOwn(document, 'instances') ? schema : instanceModel.schema
    return maskInput(of, [], document) as Documents[number]
  })
}

/** Paths of the values that differ. */
function differing(one: unknown, other: unknown, at: readonly (string | number)[] = []): string[] {
  if (canonicalJson(one) === canonicalJson(other)) return []
  const isNode = (value: unknown): value is object => value !== null && typeof value === 'object'
  if (!isNode(one) || !isNode(other)) return [at.join('.')]
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  const child = (node: object, key: string) => (node as Record<string, unknown>)[key]
  return keys.flatMap((key) => differing(child(one, key), child(other, key), [...at, key]))
}

const pathsIn = (one: Documents, other: Documents): string[] =>
  one.length === 1 && other.length === 1 ? differing(one[0], other[0]) : differing(one, other)

/** A plan is for the whole manifest, or there is none. */
function notPlanned({ instance, error }: PlannedChange): Error {
  const hint = error?.hint
  return operational(
    error?.code ?? 'PGLIFT_NOT_PLANNED',
    `${instance}: ${error?.message}`,
    hint === undefined ? {} : { hint },
  )
}

/** Plans what a manifest asks for, in a form that can be kept, and applied if nothing has changed by then. */
export async function makePlan(host: Host, documents: Documents, { diff = false }: { diff?: boolean } = {}) {
  const items = await prepareHost(host, documents)
  const observed = await fingerprint(host, items)
  const { instances, diffs } = await planHost(host, items, { startStopped: true, diff })
  const failed = instances.find(({ error }) => error !== null)
  if (failed !== undefined) throw notPlanned(failed)
  const manifest = masked(host, documents)
  const plan: SavedPlan = {
    format: FORMAT,
    created_at: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    host: hostname(),
    prefix: host.settings.prefix,
    manifest,
    secrets: pathsIn(manifest, documents),
    observed,
    instances,
  }
  return { plan, diffs }
}

/** Keeps a plan in a file that is the user's alone. */
export function savePlan({ effects }: Pick<Host, 'effects'>, path: string, plan: SavedPlan): Promise<void> {
  return effects.files.write(path, `${JSON.stringify(plan, null, 2)}\n`, MODE)
}

function notAPlan(path: string): Error {
  return operational('PGLIFT_PLAN_FORMAT', `${path} is not a plan that this pglift has saved`, {
    hint: `'pglift plan -f MANIFEST -o PLAN' makes one; a manifest is applied by 'pglift apply -f ${path}'`,
  })
}

/** Reads a plan. Fails with `PGLIFT_PLAN_MISSING` or `PGLIFT_PLAN_FORMAT`. */
export async function readPlan({ effects }: Pick<Host, 'effects'>, path: string): Promise<SavedPlan> {
  const text = await effects.files.readText(path)
  if (text === undefined)
    throw usage('PGLIFT_PLAN_MISSING', `'${path}': No such file or directory`, { param: 'PLAN' })
  let plan: Partial<SavedPlan> | null
  try {
    plan = JSON.parse(text) as Partial<SavedPlan> | null
  } catch {
    throw notAPlan(path)
  }
  const { format, manifest, secrets, observed, instances } = plan ?? {}
  const whole = Array.isArray(manifest) && Array.isArray(secrets) && Array.isArray(instances)
  if (format !== FORMAT || !whole || observed === null || typeof observed !== 'object') throw notAPlan(path)
  return plan as SavedPlan
}

function requireSite({ settings }: Pick<Host, 'settings'>, plan: SavedPlan): void {
  if (plan.prefix === settings.prefix && plan.host === hostname()) return
  throw operational(
    'PGLIFT_PLAN_ELSEWHERE',
    `the plan was made for the site ${plan.prefix} on ${plan.host}, this is ${settings.prefix} on ${hostname()}`,
  )
}

const MASK = '***'

/** Without its masked values: a password that is left out stays as it is. */
function unmasked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmasked)
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([, item]) => item !== MASK)
  return Object.fromEntries(kept.map(([key, item]) => [key, unmasked(item)]))
}

/** Whether the steps can be taken without the secrets: none of them holds any, and what is secret are passwords only. */
function needsNone({ secrets, instances }: SavedPlan): boolean {
  return secrets.every((path) => path.endsWith('password')) && !JSON.stringify(instances).includes(MASK)
}

/** The manifest of a plan, its passwords filled in, where they are needed, from the manifest that it was made of. */
function completed(host: Host, plan: SavedPlan, given: Documents | undefined): Documents {
  if (given === undefined) {
    if (plan.secrets.length === 0) return plan.manifest
    if (needsNone(plan)) return unmasked(plan.manifest) as Documents
    const what = plan.secrets.length === 1 ? 'a secret' : 'secrets'
    throw operational(
      'PGLIFT_PLAN_SECRETS',
      `the plan needs ${what} that no plan holds: ${plan.secrets.join(', ')}`,
      { hint: "give the manifest that it was made of beside it, with '-f MANIFEST'" },
    )
  }
  const others = pathsIn(plan.manifest, masked(host, given))
  if (others.length === 0) return given
  throw operational(
    'PGLIFT_PLAN_OTHER_MANIFEST',
    `the plan was made of another manifest, which differs in: ${others.join(', ')}`,
    { hint: 'make a new plan of this manifest' },
  )
}

function stale(reasons: readonly string[]): Error {
  const lines = ['the host is not what it was when the plan was made:', ...reasons.map((each) => `- ${each}`)]
  return operational('PGLIFT_PLAN_STALE', lines.join('\n'), {
    hint: 'nothing was changed; make a new plan, and have it agreed to',
  })
}

/**
 * What a saved plan is to be applied to: the instances of its manifest, once it is certain that the host is what it was
 * and that the very steps of the plan would be taken. Questions have been answered by whoever agreed to the plan.
 *
 * Fails with `PGLIFT_PLAN_STALE`, naming what has changed; `PGLIFT_PLAN_ELSEWHERE`; `PGLIFT_PLAN_SECRETS` when the
 * manifest is needed for its passwords, `PGLIFT_PLAN_OTHER_MANIFEST` when it is not the plan's.
 */
export async function confirmPlan(
  host: Host,
  plan: SavedPlan,
  given?: Documents,
): Promise<{ host: Host; items: PreparedInstance[] }> {
  requireSite(host, plan)
  const items = await prepareHost(host, completed(host, plan, given))
  const changed = differences(plan.observed, await fingerprint(host, items))
  if (changed.length > 0) throw stale(changed)
  const { instances } = await planHost(host, items, { startStopped: true })
  const failed = instances.find(({ error }) => error !== null)
  if (failed !== undefined) throw notPlanned(failed)
  const other = instances.filter(({ instance, steps }, index) => {
    const before = plan.instances[index]
    return before?.instance !== instance || canonicalJson(before.steps) !== canonicalJson(steps)
  })
  if (other.length > 0 || instances.length !== plan.instances.length)
    throw stale(other.map(({ instance }) => `other steps would be taken for ${instance} now`))
  return { host: agreed(host), items }
}
