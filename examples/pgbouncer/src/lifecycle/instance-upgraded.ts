import { type InstanceUpgradeEvent, Secret } from '@pglift/sdk'
import { existingPool, poolFiles, type Session } from '../pool.js'

/** The pool goes over to the new instance: its port by the manifest, its password here. No boot starts the former one. */
export function instanceUpgraded(session: Session): (event: InstanceUpgradeEvent) => Promise<void> {
  return async ({ from, to, plan }) => {
    const { section, effects, services } = session
    const former = await existingPool(session, from.qualname)
    if (former === undefined) return
    await services.disable(plan, former)
    const users = await effects.files.readText(poolFiles(section, from.qualname).users)
    if (users !== undefined)
      plan.file({ path: poolFiles(section, to.qualname).users, content: new Secret(users), mode: 0o600 })
  }
}
