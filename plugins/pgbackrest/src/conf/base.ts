import { describedRepositories, repositoryKeys } from '../repositories.js'
import type { PgbackrestSettings } from '../settings.js'
import type { Options } from '../settings-options.js'
import { editIni, type IniEdits, parseIni } from './ini.js'
import { repositoryOptions } from './repository.js'

const MARK = '# options of the site settings:'

type Value = Options[string]

function valueText(value: Value): string {
  if (typeof value === 'boolean') return value ? 'y' : 'n'
  return String(value)
}

function furtherOptions(options: Options, prefix = ''): Record<string, string | readonly string[]> {
  const entries = Object.entries(options).map(
    ([name, value]) =>
      [`${prefix}${name}`, Array.isArray(value) ? value.map(valueText) : valueText(value)] as const,
  )
  return Object.fromEntries(entries)
}

/** What the settings say of the `[global]` section, secrets aside. */
export function globalOptions(settings: PgbackrestSettings): Record<string, string | readonly string[]> {
  const repositories = describedRepositories(settings).map((each) => ({
    ...repositoryOptions(each),
    ...furtherOptions(each.repository.options, `repo${each.key}-`),
  }))
  return Object.assign(
    { 'lock-path': settings.lockpath, 'log-path': settings.logpath, 'spool-path': settings.spoolpath },
    ...repositories,
    furtherOptions(settings.options),
  )
}

/** Options that tell where a repository is. */
const PLACE =
  /^repo(\d+)-(path|type|host|s3-bucket|s3-endpoint|azure-account|azure-container|gcs-bucket|sftp-host)$/

/** Where repositories are, by their keys. */
function placesIn(options: Iterable<readonly [string, string | readonly string[]]>): Map<number, string> {
  const places = new Map<number, string>()
  for (const [name, value] of [...options].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const key = Number(PLACE.exec(name)?.[1])
    if (!Number.isNaN(key)) places.set(key, `${places.get(key) ?? ''}${name}=${[value].flat().join()}\n`)
  }
  return places
}

/** Keys of the repositories that are elsewhere by the settings than `pgbackrest.conf`, as it is, says; new ones included. */
export function movedRepositories(text: string, settings: PgbackrestSettings): number[] {
  const before = placesIn(parseIni(text).get('global') ?? [])
  const after = placesIn(Object.entries(globalOptions(settings)))
  return repositoryKeys(settings).filter((key) => before.get(key) !== after.get(key))
}

function managedBefore(text: string): string[] {
  const line = text.split('\n').find((each) => each.startsWith(MARK))
  return line === undefined ? [] : line.slice(MARK.length).trim().split(/\s+/)
}

/**
 * `pgbackrest.conf` as the settings want it: of `text`, the present file or the rendered template, what the settings say
 * is set, and what they said when it was written last and say no more is taken out. All else stays.
 */
export function baseConf(
  text: string,
  settings: PgbackrestSettings,
  secrets: Readonly<Record<string, string>>,
): string {
  const options = { ...globalOptions(settings), ...secrets }
  const gone = managedBefore(text).filter((name) => name !== '' && !Object.hasOwn(options, name))
  const edits: IniEdits = { ...Object.fromEntries(gone.map((name) => [name, null])), ...options }
  const edited = editIni(text, 'global', edits)
  const mark = `${MARK} ${Object.keys(options).sort().join(' ')}`
  const lines = edited.split('\n').filter((line) => !line.startsWith(MARK))
  return [mark, ...lines].join('\n')
}
