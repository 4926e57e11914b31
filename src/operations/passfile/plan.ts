import { lockPath } from '../../engine/engine.js'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { Secret } from '../../models/secret.js'
import { changePort, copyPort, removePort } from '../../postgresql/passfile.js'
import { changedText, type PassfileChange } from './edit.js'

/** What names an instance in the password file. */
interface OnPort {
  readonly port: number
}

/** The site's password file and its text; undefined when the site has none. */
export async function readPassfile({
  settings,
  effects,
}: Pick<Host, 'settings' | 'effects'>): Promise<{ path: string; text: string } | undefined> {
  const { passfile } = settings.postgresql.auth
  if (passfile === null) return undefined
  return { path: passfile, text: (await effects.files.readText(passfile)) ?? '' }
}

/** What is logged for a change of a file whose text is `text`. */
function messagesFor(path: string, text: string, change: PassfileChange): string[] {
  switch (change.action) {
    case 'set': {
      const isNew = changedText(text, { ...change, action: 'remove' }) === text
      return [
        `${isNew ? 'adding an' : 'updating'} entry for '${change.role}' in ${path} (port=${change.port})`,
      ]
    }
    case 'remove':
      return [`removing entry for '${change.role}' in ${path} (port=${change.port})`]
    case 'remove-port':
      return removePort(text, change.port).roles.length > 0
        ? [`removing entries matching port=${change.port} from ${path}`]
        : []
    case 'move-port':
      return changePort(text, change.from, change.to).roles.map(
        (role) => `updating entry for '${role}' in ${path} (port changed: ${change.from}->${change.to})`,
      )
    case 'copy-port':
      return copyPort(text, change.from, change.to).roles.map(
        (role) => `adding an entry for '${role}' in ${path} (port=${change.to})`,
      )
  }
}

/** Steps for changes of the password file; none for those that change nothing, or when the site has no such file. */
export async function planPassfile(host: Host, changes: readonly PassfileChange[]): Promise<Plan> {
  const plan = new Plan()
  const file = changes.length === 0 ? undefined : await readPassfile(host)
  if (file === undefined) return plan
  let { text } = file
  const messages: string[] = []
  const effective: PassfileChange[] = []
  for (const change of changes) {
    const changed = changedText(text, change)
    if (changed === text) continue
    messages.push(...messagesFor(file.path, text, change))
    effective.push(change)
    text = changed
  }
  if (effective.length === 0) return plan
  const lock = lockPath(host.engine, 'passfile')
  return plan.step('passfile.edit', {
    path: file.path,
    lock,
    changes: effective,
    messages,
    empties: text === '',
  })
}

/** Entries of the instance's roles go to its new port. */
export function planPassfilePortChange(
  host: Host,
  _instance: OnPort,
  from: number,
  to: number,
): Promise<Plan> {
  return planPassfile(host, from === to ? [] : [{ action: 'move-port', from, to }])
}

/** Entries of one port are copied to another, for an upgraded instance beside the former one. */
export function planPassfileCopy(host: Host, from: number, to: number): Promise<Plan> {
  return planPassfile(host, from === to ? [] : [{ action: 'copy-port', from, to }])
}

/** All entries of the instance's port go, but for those of a host or database of their own. */
export function planPassfileRemoval(host: Host, { port }: OnPort): Promise<Plan> {
  return planPassfile(host, [{ action: 'remove-port', port }])
}

/** The superuser's entry, when the site keeps one (`surole.pgpass`) and its password is known. */
export async function planSuperuserPassfile(
  host: Host,
  { port }: OnPort,
  password: Secret | null | undefined,
): Promise<Plan> {
  const { name, pgpass } = host.settings.postgresql.surole
  if (!pgpass || !password) return new Plan()
  return planPassfile(host, [{ action: 'set', role: name, port, password }])
}
