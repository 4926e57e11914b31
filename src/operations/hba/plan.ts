import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { editHba, type HbaEdit } from '../../postgresql/hba/edit.js'
import { keptConf } from '../instance/kept-conf.js'
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
  const edited = editHba(text, edit, path)
  if (edited === text) return new Plan()
  return (await planKeptHba(host, instance, edited, title)) ?? planUnseenHbaEdit(instance, edit, title)
}

/** The step of the component that keeps pg_hba.conf; undefined when none does. */
async function planKeptHba(
  host: Host,
  instance: ObservedInstance,
  text: string,
  title: string,
): Promise<Plan | undefined> {
  const plan = new Plan()
  const event = { instance, hba: new Secret(text), title, plan } as const
  return (await host.hooks.instanceAuthentication.promise(event)) === true ? plan : undefined
}

/** A step that replaces pg_hba.conf by a text of the user's. */
export async function planHbaReplacement(
  host: Host,
  instance: ObservedInstance,
  text: string,
  title: string,
): Promise<Plan> {
  return (
    (await planKeptHba(host, instance, text, title)) ??
    new Plan().step('hba.replace', { path: hbaPath(instance), text: new Secret(text) }, { title })
  )
}

/** The same for a file that this very plan makes. */
export function planUnseenHbaEdit(instance: ObservedInstance, edit: HbaEdit, title: string): Plan {
  return new Plan().step('hba.edit', { path: hbaPath(instance), ...edit }, { title })
}

/** Steps after an edit: a running server looks at the file, which does not stay if it refuses it, then takes it over. */
export async function planHbaReload(host: Host, instance: ObservedInstance): Promise<Plan> {
  const check = new Plan().step('hba.check', { path: hbaPath(instance), instance: reachable(instance) })
  const reload = await planReload(host, instance)
  // Who keeps the file writes it when it reloads.
  return (await keptConf(host, instance)) === undefined ? check.append(reload) : reload.append(check)
}
