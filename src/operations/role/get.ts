import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { passwordsOnPort } from '../passfile/edit.js'
import { passfilePort, readPassfile } from '../passfile/plan.js'
import { observeHbaRecords, recordsFor } from './hba-records.js'
import { observeRoles } from './observe.js'
import { existingRole } from './require.js'
import { roleView, type ShownRole } from './view.js'

/** Whether the password file has the role's entry; undefined when the site has no password file. */
export async function hasPassfileEntry(
  host: Host,
  instance: ObservedInstance,
  role: string,
): Promise<boolean | undefined> {
  const file = await readPassfile(host)
  return file && passwordsOnPort(file.text, passfilePort(instance)).has(role)
}

/** One role. Fails with `PGLIFT_ROLE_NOT_FOUND`. No secret is in it. */
export async function getRole(
  host: Host,
  instance: ObservedInstance,
  name: string,
): Promise<ShownRole & Record<string, unknown>> {
  return readingWhileRunning(host, instance, 'role get', async (running) => {
    const role = existingRole(await observeRoles(host, running, [name]), name)
    const view = roleView(role, recordsFor(await observeHbaRecords(host, running), name))
    const pgpass = await hasPassfileEntry(host, running, name)
    const fields: Record<string, unknown> = {}
    await host.hooks.roleDescribe.promise({ instance: running, name, fields })
    return { ...view, ...(pgpass === undefined ? {} : { pgpass }), ...fields }
  })
}
