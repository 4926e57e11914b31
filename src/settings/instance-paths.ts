import { dirname } from 'node:path/posix'
import { operational } from '../errors/kinds.js'
import { instanceNameFault } from '../postgresql/names.js'
import type { PostgresVersion } from '../postgresql/versions.js'
import { format, parseFormat } from './format-string.js'
import type { PostgresqlSettings } from './types.js'

/** Directories of one instance, absolute. */
export interface InstancePaths {
  readonly datadir: string
  readonly waldir: string
  readonly dumpsDirectory: string
}

interface Settings {
  readonly postgresql: Pick<PostgresqlSettings, 'datadir' | 'dumps_directory' | 'waldir'>
}

/**
 * Directories that the site gives to the instance `name` of major `version`, whether or not it exists.
 *
 * @throws operational `PGLIFT_INSTANCE_NAME` if the name could not be a single directory's.
 */
export function instancePaths(settings: Settings, version: PostgresVersion, name: string): InstancePaths {
  const fault = instanceNameFault(name)
  if (fault !== undefined)
    throw operational('PGLIFT_INSTANCE_NAME', `invalid instance name '${name}': ${fault}`)
  const { datadir, waldir, dumps_directory } = settings.postgresql
  const fill = (template: string) => format(template, (variable) => (variable === 'name' ? name : version))
  return { datadir: fill(datadir), waldir: fill(waldir), dumpsDirectory: fill(dumps_directory) }
}

/** Where to look for the instances of a version: each entry of `directory` that `nameOf` has a name for may be one. */
export interface InstanceSearch {
  readonly directory: string
  /** Name of the instance that an entry of the directory belongs to, undefined if it can't belong to one. */
  nameOf(entry: string): string | undefined
}

/** Reads the template of data directories backwards: the part above `{name}`, and how its entries give names. */
export function instanceSearch(settings: Settings, version: PostgresVersion): InstanceSearch {
  const segments = settings.postgresql.datadir.split('/')
  const at = segments.findIndex((segment) => segment.includes('{name}'))
  const fill = (template: string) => format(template, (variable) => (variable === 'name' ? 'name' : version))
  const pattern = entryPattern(segments[at] as string, version)
  return {
    directory: dirname(fill(segments.slice(0, at + 1).join('/'))),
    nameOf(entry) {
      const name = pattern.exec(entry)?.[1]
      return name === undefined || instanceNameFault(name) !== undefined ? undefined : name
    },
  }
}

function entryPattern(segment: string, version: string): RegExp {
  let seen = false
  const source = parseFormat(segment).map((part) => {
    if (part.kind === 'text') return escapeRegExp(part.text)
    if (part.name !== 'name') return escapeRegExp(version)
    const group = seen ? '\\1' : '(.+)'
    seen = true
    return group
  })
  return new RegExp(`^${source.join('')}$`, 'u')
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
