import type { FileDiff } from '../../engine/step.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleApplyResult } from '../../models/results.js'
import type { RoleManifest } from '../../models/role.js'
import { type ChangeOptions, changeState } from '../instance/change-object.js'
import { changeRole } from './change.js'

/** Creates, alters or drops a role, whichever makes it what the manifest says. Nothing to do: one query, no write. */
export async function applyRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
  options: ChangeOptions = {},
): Promise<{ result: RoleApplyResult; diffs: readonly FileDiff[] }> {
  const change = { verb: 'role apply', name: manifest.name, request: manifest, desired: () => manifest }
  const changed = await changeRole(host, instance, change, options)
  // The server is told of a changed pg_hba.conf by the operation itself: nothing is left pending.
  const result = { change_state: changeState(manifest, changed), diff: null, pending_reload: false }
  return { result, diffs: changed.diffs }
}
