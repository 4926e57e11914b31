import { mergeLibraries } from './libraries.js'
import { type Conf, type ConfValue, foldName, sameConfValue, serializeConfValue } from './value.js'

/** Where the parameters of an instance come from. Names are lower-cased, those of `user` are made so. */
export interface ConfLayers {
  /** The site's (or the shipped) postgresql.conf template. */
  template: Conf
  /** `lc_messages`, `lc_monetary`, `lc_numeric`, `lc_time` of initdb's locale: a default for what the template leaves out. */
  locale?: Conf
  /** The instance's port. */
  port?: number
  /** `settings` of the instance; null leaves the parameter at the server's default. */
  user?: Readonly<Record<string, ConfValue | null>>
  /** What components force, in the order in which they were asked. */
  components?: readonly { name: string; conf: Conf }[]
}

/** A value that a component put in place of another. */
export interface OverwrittenParameter {
  /** The parameter. */
  name: string
  /** The component. */
  by: string
  /** The component's value, which is used. */
  forced: ConfValue
  instead: ConfValue
}

export interface MergedConf {
  conf: Conf
  overwritten: readonly OverwrittenParameter[]
}

const LIBRARIES = 'shared_preload_libraries'

/**
 * Merges the layers: template (completed by locale) < port < user < components. `shared_preload_libraries` is not
 * overwritten by components but completed: the user's libraries first, then theirs that are not there yet.
 * Throws `PGLIFT_CONF_LIST` when that list cannot be read.
 */
export function mergeConf({
  template,
  locale = {},
  port,
  user = {},
  components = [],
}: ConfLayers): MergedConf {
  const conf = new Map<string, ConfValue>(Object.entries({ ...locale, ...template }))
  if (port !== undefined) conf.set('port', port)
  for (const [asWritten, value] of Object.entries(user)) {
    const name = foldName(asWritten)
    if (value === null) conf.delete(name)
    else conf.set(name, value)
  }
  const overwritten: OverwrittenParameter[] = []
  for (const { name: by, conf: forcedConf } of components) {
    for (const [name, forced] of Object.entries(forcedConf)) {
      const instead = conf.get(name)
      if (name === LIBRARIES) {
        conf.set(name, mergeLibraries(String(instead ?? ''), String(forced)))
        continue
      }
      if (instead !== undefined && !sameConfValue(instead, forced))
        overwritten.push({ name, by, forced, instead })
      conf.set(name, forced)
    }
  }
  return { conf: Object.fromEntries(conf), overwritten }
}

/** The message for a forced value, as the original words it. */
export function overwrittenMessage({ name, by, forced, instead }: OverwrittenParameter): string {
  const [used, dropped] = [display(forced), display(instead)]
  return `parameter '${name}' is overwritten by '${by}' configuration, '${used}' will be used instead of '${dropped}'`
}

function display(value: ConfValue): string {
  return typeof value === 'string' ? value : serializeConfValue(value)
}
