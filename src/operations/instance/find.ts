import { usage } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { parseInstanceId } from '../../postgresql/names.js'
import { runningPostmaster } from '../steps/postmaster.js'
import { isUnreadable, listInstances } from './list.js'
import { locateInstance } from './locate.js'
import { observeInstance, portOf } from './observe.js'
import { stoppedInstance } from './server.js'

/** How the command names its argument in errors: `[INSTANCE]`, `INSTANCE`, `[INSTANCE]...`, `-i`. */
export type InstanceParam = string

function notFound(text: string, param: InstanceParam): Error {
  return usage('PGLIFT_INSTANCE_NOT_FOUND', `instance '${text}' not found`, { param })
}

type Observe = (host: Host, instance: Instance) => Promise<ObservedInstance | undefined>

const strictly: Observe = ({ effects }, instance) => observeInstance(effects, instance)

/** One whose files can't be read can still be stopped, and fails to start. */
const leniently: Observe = (host, instance) =>
  observeInstance(host.effects, instance).catch(async (error: Error & { code?: string }) => {
    if (!isUnreadable(error)) throw error
    const server = await runningPostmaster(host.effects, instance.datadir).catch(() => undefined)
    return {
      ...stoppedInstance(instance, server?.port ?? portOf({}), undefined),
      running: server !== undefined,
    }
  })

/**
 * `15/main`, or `main` when only one major has it. Usage errors name the argument as `param`. `observe`: how it is
 * looked at; strictly by default.
 */
export async function findInstance(
  host: Host,
  text: string,
  param: InstanceParam,
  observe: Observe = strictly,
): Promise<ObservedInstance> {
  const { version, name } = parse(text, param)
  const known = host.settings.postgresql.versions.map((each) => each.version)
  const majors = version === undefined ? known : known.filter((each) => each === version)
  const seen = await Promise.all(
    majors.map((major) => observe(host, locateInstance(host.settings, major, name))),
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
async function onlyInstance(
  host: Host,
  none: () => Error,
  several: () => Error,
  observe: Observe = strictly,
): Promise<ObservedInstance> {
  const items = await listInstances(host)
  if (items.length > 1) throw several()
  const item = items[0]
  const found = item && (await observe(host, locateInstance(host.settings, item.version, item.name)))
  if (found === undefined) throw none()
  return found
}

export interface FindOptions {
  /** For commands that ask no more than whether it runs, and stop it: its configuration may be broken. */
  anyhow?: boolean
}

/** For `[INSTANCE]`: may be left out where there is one instance only. */
export async function instanceArgument(
  host: Host,
  text: string | undefined,
  { anyhow = false }: FindOptions = {},
): Promise<ObservedInstance> {
  const observe = anyhow ? leniently : strictly
  if (text !== undefined) return findInstance(host, text, '[INSTANCE]', observe)
  const required = () => usage('PGLIFT_INSTANCE_REQUIRED', 'argument INSTANCE is required.')
  return onlyInstance(
    host,
    () => usage('PGLIFT_NO_INSTANCE', 'no instance found; create one first.'),
    required,
    observe,
  )
}

/** For `[INSTANCE]...` with `--all`. */
export async function instanceArguments(
  host: Host,
  texts: readonly string[],
  all: boolean,
  options: FindOptions = {},
): Promise<ObservedInstance[]> {
  if (all) return everyInstance(host)
  if (texts.length === 0) return [await instanceArgument(host, undefined, options)]
  const observe = options.anyhow === true ? leniently : strictly
  return Promise.all(texts.map((text) => findInstance(host, text, '[INSTANCE]...', observe)))
}

/** One whose files can't be read has its turn with the others. */
async function everyInstance(host: Host): Promise<ObservedInstance[]> {
  const seen = (await listInstances(host)).map(({ version, name }) =>
    leniently(host, locateInstance(host.settings, version, name)),
  )
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
