import { usage } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { InstanceListItem } from '../../models/results.js'
import { parseInstanceId } from '../../postgresql/names.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { isConfFault, listInstances } from './list.js'
import { locateInstance } from './locate.js'
import { observeInstance } from './observe.js'
import { stoppedInstance } from './server.js'

/** How the command names its argument in errors: `[INSTANCE]`, `INSTANCE`, `[INSTANCE]...`, `-i`. */
export type InstanceParam = string

function notFound(text: string, param: InstanceParam): Error {
  return usage('PGLIFT_INSTANCE_NOT_FOUND', `instance '${text}' not found`, { param })
}

/** `15/main`, or `main` when only one major has it. Usage errors name the argument as `param`. */
export async function findInstance(
  host: Host,
  text: string,
  param: InstanceParam,
): Promise<ObservedInstance> {
  const { version, name } = parse(text, param)
  const known = host.settings.postgresql.versions.map((each) => each.version as PostgresVersion)
  const majors = version === undefined ? known : known.filter((each) => each === version)
  const seen = await Promise.all(
    majors.map((major) => observeInstance(host.effects, locateInstance(host.settings, major, name))),
  )
  const found = seen.filter((instance) => instance !== undefined)
  if (found.length > 1)
    throw usage(
      'PGLIFT_INSTANCE_AMBIGUOUS',
      `instance '${text}' exists in several PostgreSQL version(s): ${found.map(({ id }) => id).join(', ')}; please select version explicitly`,
      { param },
    )
  if (found[0] === undefined) throw notFound(text, param)
  return found[0]
}

function parse(text: string, param: InstanceParam) {
  try {
    return parseInstanceId(text)
  } catch {
    throw notFound(text, param)
  }
}

/** The one instance there is, when the argument was left out. */
async function onlyInstance(host: Host, none: () => Error, several: () => Error): Promise<ObservedInstance> {
  const items = await listInstances(host)
  if (items.length > 1) throw several()
  const item = items[0]
  const found =
    item &&
    (await observeInstance(
      host.effects,
      locateInstance(host.settings, item.version as PostgresVersion, item.name),
    ))
  if (found === undefined) throw none()
  return found
}

/** For `[INSTANCE]`: may be left out where there is one instance only. */
export async function instanceArgument(host: Host, text: string | undefined): Promise<ObservedInstance> {
  if (text !== undefined) return findInstance(host, text, '[INSTANCE]')
  const required = () => usage('PGLIFT_INSTANCE_REQUIRED', 'argument INSTANCE is required.')
  return onlyInstance(
    host,
    () => usage('PGLIFT_NO_INSTANCE', 'no instance found; create one first.'),
    required,
  )
}

/** For `[INSTANCE]...` with `--all`. */
export async function instanceArguments(
  host: Host,
  texts: readonly string[],
  all: boolean,
): Promise<ObservedInstance[]> {
  if (all) return everyInstance(host)
  if (texts.length === 0) return [await instanceArgument(host, undefined)]
  return Promise.all(texts.map((text) => findInstance(host, text, '[INSTANCE]...')))
}

/** An instance whose configuration can't be read has its turn with the others: it can be stopped, and fails to start. */
async function observeListed(host: Host, item: InstanceListItem): Promise<ObservedInstance | undefined> {
  const instance = locateInstance(host.settings, item.version as PostgresVersion, item.name)
  return observeInstance(host.effects, instance).catch((error: Error & { code?: string }) => {
    if (!isConfFault(error)) throw error
    const running = item.status === 'running'
    return { ...stoppedInstance(instance, item.port, undefined), running }
  })
}

async function everyInstance(host: Host): Promise<ObservedInstance[]> {
  const seen = (await listInstances(host)).map((item) => observeListed(host, item))
  return (await Promise.all(seen)).filter((instance) => instance !== undefined)
}

/** For the `-i/--instance` option of role, database, pgconf, pghba and wal. */
export async function instanceOption(host: Host, text: string | undefined): Promise<ObservedInstance> {
  if (text !== undefined) return findInstance(host, text, '-i / --instance')
  return onlyInstance(
    host,
    () => usage('PGLIFT_NO_INSTANCE', 'no instance found; create one first.'),
    () =>
      usage('PGLIFT_INSTANCE_REQUIRED', "several instances found; option '-i' / '--instance' is required."),
  )
}
