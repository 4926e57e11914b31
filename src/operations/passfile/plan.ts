import { lockPath } from '../../engine/engine.js'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { Secret } from '../../models/secret.js'
import { PassfileEdit } from '../../postgresql/passfile-edit.js'
import { portOf } from '../instance/observe.js'
import { type ChangeMade, makeChange, type PassfileChange } from './edit.js'

type OnPort = Pick<ObservedInstance, 'port' | 'conf' | 'running'>

/** The port of an instance in the password file: the configured one, also while the server still waits for its restart. */
export function passfilePort({ port, conf, running }: OnPort): number {
  return running ? portOf(conf) : port
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

/** What is logged for a change. */
function messagesFor(path: string, change: PassfileChange, { roles, how }: ChangeMade): string[] {
  switch (change.action) {
    case 'set':
    case 'copy-port': {
      const what = how === 'added' ? 'adding an' : 'updating'
      const port = change.action === 'set' ? change.port : change.to
      return roles.map((role) => `${what} entry for '${role}' in ${path} (port=${port})`)
    }
    case 'remove':
      return [`removing entry for '${change.role}' in ${path} (port=${change.port})`]
    case 'remove-port':
      return [`removing entries matching port=${change.port} from ${path}`]
    case 'move-port':
      return roles.map(
        (role) => `updating entry for '${role}' in ${path} (port changed: ${change.from}->${change.to})`,
      )
  }
}

/** Steps for changes of the password file; none for those that change nothing, or when the site has no such file. */
export async function planPassfile(host: Host, changes: readonly PassfileChange[]): Promise<Plan> {
  const plan = new Plan()
  const file = changes.length === 0 ? undefined : await readPassfile(host)
  if (file === undefined) return plan
  const { path } = file
  const edit = new PassfileEdit(file.text)
  const made = changes.map((change) => ({ change, made: makeChange(edit, change) }))
  const effective = made.filter((each) => each.made.roles.length > 0)
  if (effective.length === 0) return plan
  return plan.step('passfile.edit', {
    path,
    lock: lockPath(host.engine, 'passfile'),
    changes: effective.map(({ change }) => change),
    messages: effective.flatMap((each) => messagesFor(path, each.change, each.made)),
    empties: edit.text() === '',
  })
}

/** Entries of the instance's roles go to its new port. */
export function planPassfilePortChange(host: Host, from: number, to: number): Promise<Plan> {
  return planPassfile(host, from === to ? [] : [{ action: 'move-port', from, to }])
}

/** Entries of one port are copied to another, for an upgraded instance beside the former one. */
export function planPassfileCopy(host: Host, from: number, to: number): Promise<Plan> {
  return planPassfile(host, from === to ? [] : [{ action: 'copy-port', from, to }])
}

/** All entries of the instance's port go, but for those of a host or database of their own. */
export function planPassfileRemoval(host: Host, instance: OnPort): Promise<Plan> {
  const ports = new Set([instance.port, passfilePort(instance)])
  return planPassfile(
    host,
    [...ports].map((port) => ({ action: 'remove-port', port })),
  )
}

/** The superuser's entry, when the site keeps one (`surole.pgpass`) and its password is known. */
export async function planSuperuserPassfile(
  host: Host,
  instance: OnPort,
  password: Secret | null | undefined,
): Promise<Plan> {
  const { name, pgpass } = host.settings.postgresql.surole
  if (!pgpass || !password) return new Plan()
  return planPassfile(host, [{ action: 'set', role: name, port: passfilePort(instance), password }])
}
