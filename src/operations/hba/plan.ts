import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { editHba, type HbaEdit } from '../../postgresql/hba/edit.js'
import { planReload } from '../instance/server.js'
import { hbaPath, readHba } from './file.js'

/** A step for an edit of pg_hba.conf; none when the file already is that way. `title` is logged. */
export async function planHbaEdit(
  host: Host,
  instance: ObservedInstance,
  edit: HbaEdit,
  title: string,
): Promise<Plan> {
  const { path, text } = await readHba(host, instance)
  return editHba(text, edit, path) === text ? new Plan() : planUnseenHbaEdit(instance, edit, title)
}

/** The same for a file that this very plan makes. */
export function planUnseenHbaEdit(instance: ObservedInstance, edit: HbaEdit, title: string): Plan {
  return new Plan().step('hba.edit', { path: hbaPath(instance), ...edit }, { title })
}

/** Steps after an edit: a running server looks at the file, which does not stay if it refuses it, then takes it over. */
export async function planHbaReload(host: Host, instance: ObservedInstance): Promise<Plan> {
  return new Plan()
    .step('hba.check', { path: hbaPath(instance), instance: reachable(instance) })
    .append(await planReload(host, instance))
}
