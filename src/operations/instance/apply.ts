import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { InstanceApplyResult } from '../../models/results.js'
import { validate } from '../../models/validate.js'
import { instanceNameFault } from '../../postgresql/names.js'
import { isPostgresVersion } from '../../postgresql/versions.js'
import { type CreateOptions, createInstance, instanceOf } from './create.js'
import { dropInstance } from './drop.js'
import { observeInstance } from './observe.js'
import { type UpdateOptions, updateInstance } from './update.js'
import { validationContext } from './validation.js'

export interface ApplyOptions {
  dryRun?: boolean
  diff?: boolean
}

/** What only the application of a whole host asks for. */
export type ApplyInHostOptions = ApplyOptions &
  Pick<CreateOptions, 'vacated' | 'primaryUnseen'> &
  Pick<UpdateOptions, 'onObjects'>

export interface AppliedInstance {
  readonly result: InstanceApplyResult
  readonly diffs: readonly FileDiff[]
}

/** The validated manifest; faults are told as those of `Instance`. */
export async function checkManifest(
  host: Host,
  manifest: Readonly<Record<string, unknown>>,
): Promise<InstanceManifest> {
  const name = typeof manifest.name === 'string' ? manifest.name : ''
  const version = String(manifest.version ?? host.settings.postgresql.default_version)
  const known = instanceNameFault(name) === undefined && isPostgresVersion(version)
  const exists =
    known && (await observeInstance(host.effects, instanceOf(host, { name, version }))) !== undefined
  const operation = manifest.state === 'absent' ? 'drop' : exists ? 'update' : 'create'
  return validate(host.instanceModel, manifest, validationContext(host, operation))
}

const NOTHING = { change_state: null, diff: null, pending_restart: false } as const

/** Creates, changes or drops the instance, whichever makes it what the manifest says. */
export async function applyInstance(
  host: Host,
  desired: InstanceManifest,
  options: ApplyInHostOptions = {},
): Promise<AppliedInstance> {
  const observed = await observeInstance(host.effects, instanceOf(host, desired))
  const verb = 'instance apply'
  if (desired.state === 'absent') {
    if (observed === undefined) return { result: NOTHING, diffs: [] }
    await dropInstance(host, observed, { ...options, verb })
    return { result: { ...NOTHING, change_state: 'dropped' }, diffs: [] }
  }
  if (observed === undefined) {
    const { diffs } = await createInstance(host, desired, { ...options, verb, replaceSettings: true })
    return { result: { ...NOTHING, change_state: 'created' }, diffs }
  }
  const { changed, pendingRestart, diffs } = await updateInstance(host, observed, desired, {
    ...options,
    verb,
  })
  return {
    result: { ...NOTHING, change_state: changed ? 'changed' : null, pending_restart: pendingRestart },
    diffs,
  }
}
