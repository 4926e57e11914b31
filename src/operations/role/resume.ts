import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { planHbaEdit, planHbaReload } from '../hba/plan.js'
import { changeObject } from '../instance/change-object.js'
import { passfilePort, planPassfile } from '../passfile/plan.js'
import { applyRole } from './apply.js'
import { observeRoles } from './observe.js'

/** What is left of a role that is gone: its entries in the password file and in pg_hba.conf. */
async function planTraces(host: Host, instance: ObservedInstance, name: string): Promise<Plan> {
  const port = passfilePort(instance)
  const plan = await planPassfile(host, [{ action: 'remove', role: name, port }])
  const title = 'removing entries from HBA configuration'
  const hba = await planHbaEdit(host, instance, { removeRoles: [name] }, title)
  if (hba.steps.length === 0) return plan
  return plan.append(hba).append(await planHbaReload(host, instance))
}

/** Brings about what an interrupted `role create`, `drop` or `apply` was to bring about. */
export async function resumeRole(
  host: Host,
  instance: ObservedInstance,
  manifest: RoleManifest,
): Promise<void> {
  if (manifest.state !== 'absent') return void (await applyRole(host, instance, manifest))
  const { name } = manifest
  let gone = false
  await changeObject(host, instance, { verb: 'role drop', request: manifest }, {}, async (running) => {
    gone = !(await observeRoles(host, running, [name])).has(name)
    return { existed: !gone, plan: gone ? await planTraces(host, running, name) : new Plan() }
  })
  if (!gone) await applyRole(host, instance, manifest)
}
