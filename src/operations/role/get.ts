import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { hbaName } from '../../postgresql/hba/record.js'
import { readHba } from '../hba/file.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { passwordsOnPort } from '../passfile/edit.js'
import { readPassfile } from '../passfile/plan.js'
import { observeRoles } from './observe.js'
import { existingRole } from './require.js'
import { roleRecords, roleView, type ShownRole } from './view.js'

type Records = ReturnType<typeof roleRecords>

/** Records by role. A file that can't be read for its faults is no reason not to show roles. */
async function recordsOf(host: Host, instance: ObservedInstance): Promise<Records> {
  try {
    const { path, text } = await readHba(host, instance)
    return roleRecords(text, path)
  } catch (error) {
    host.log.warning((error as Error).message)
    return new Map()
  }
}

function recordsFor(records: Records, role: string) {
  // A name that starts with a slash can't be written in the file.
  return role.startsWith('/') ? [] : (records.get(hbaName(role, 'user')) ?? [])
}

/** Whether the password file has the role's entry; undefined when the site has no password file. */
export async function hasPassfileEntry(
  host: Host,
  { port }: Pick<ObservedInstance, 'port'>,
  role: string,
): Promise<boolean | undefined> {
  const file = await readPassfile(host)
  return file && passwordsOnPort(file.text, port).has(role)
}

/** One role. Fails with `PGLIFT_ROLE_NOT_FOUND`. No secret is in it. */
export async function getRole(
  host: Host,
  instance: ObservedInstance,
  name: string,
): Promise<ShownRole & Record<string, unknown>> {
  return readingWhileRunning(host, instance, 'role get', async (running) => {
    const role = existingRole(await observeRoles(host, running, [name]), name)
    const view = roleView(role, recordsFor(await recordsOf(host, running), name))
    const pgpass = await hasPassfileEntry(host, running, name)
    const fields: Record<string, unknown> = {}
    await host.hooks.roleDescribe.promise({ instance: running, name, fields })
    return { ...view, ...(pgpass === undefined ? {} : { pgpass }), ...fields }
  })
}

/** All roles but PostgreSQL's own (`pg_...`), sorted by name. */
export async function listRoles(host: Host, instance: ObservedInstance): Promise<ShownRole[]> {
  return readingWhileRunning(host, instance, 'role list', async (running) => {
    const [observed, records] = [await observeRoles(host, running), await recordsOf(host, running)]
    return [...observed.values()].map((role) => roleView(role, recordsFor(records, role.name)))
  })
}
