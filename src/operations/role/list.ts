import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { observeHbaRecords, recordsFor } from './hba-records.js'
import { observeRoles } from './observe.js'
import { roleView, type ShownRole } from './view.js'

/** All roles but PostgreSQL's own (`pg_...`), sorted by name. */
export async function listRoles(host: Host, instance: ObservedInstance): Promise<ShownRole[]> {
  return readingWhileRunning(host, instance, 'role list', async (running) => {
    const [observed, records] = [await observeRoles(host, running), await observeHbaRecords(host, running)]
    return [...observed.values()].map((role) => roleView(role, recordsFor(records, role.name)))
  })
}

/** Names of all roles but PostgreSQL's own, for shell completion; none of an instance that does not run. */
export async function listRoleNames(host: Host, instance: ObservedInstance): Promise<string[]> {
  return instance.running ? [...(await observeRoles(host, instance)).keys()] : []
}
