import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { type ChangeOptions, changeObject, type ObjectChange } from '../instance/change-object.js'
import { observeRoles } from './observe.js'
import type { ObservedRole } from './observed-role.js'
import { planRoles } from './plan.js'

/** What `role create`, `alter`, `drop` and `apply` differ in. */
export interface RoleChange {
  readonly verb: string
  readonly name: string
  /** With what an interrupted one is done again. */
  readonly request?: RoleManifest
  /** The role as it is to be; may refuse what was found. */
  desired(observed: ReadonlyMap<string, ObservedRole>): Promise<RoleManifest> | RoleManifest
}

/** Looks at one role, and brings it to what is desired. */
export function changeRole(
  host: Host,
  instance: ObservedInstance,
  { verb, name, request, desired }: RoleChange,
  options: ChangeOptions,
): Promise<ObjectChange> {
  return changeObject(host, instance, { verb, request }, options, async (running) => {
    const observed = await observeRoles(host, running, [name])
    const { dryRun = false } = options
    const plan = await planRoles(host, running, [await desired(observed)], observed, { dryRun })
    return { existed: observed.has(name), plan }
  })
}
