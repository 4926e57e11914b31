import type { PgbackrestSettings } from '../settings.js'
import { editIni, type IniEdits } from './ini.js'

const MARK = '# options of the site settings:'

type Scalar = string | number | boolean

function valueText(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'y' : 'n'
  return String(value)
}

function withoutNulls(options: Readonly<Record<string, Scalar | null>>): Record<string, string> {
  const entries = Object.entries(options).filter(([, value]) => value !== null)
  return Object.fromEntries(entries.map(([name, value]) => [name, valueText(value as Scalar)]))
}

/** Options of the repository, by the mode of `pgbackrest.repository`. */
function repositoryOptions({ repository }: PgbackrestSettings): Record<string, string> {
  if (repository.mode === 'path') {
    const { archive, diff, full } = repository.retention
    return withoutNulls({
      'repo1-path': repository.path,
      'repo1-retention-archive': archive,
      'repo1-retention-diff': diff,
      'repo1-retention-full': full,
    })
  }
  const { host, host_port, host_config } = repository
  const common = { 'repo1-host': host, 'repo1-host-port': host_port, 'repo1-host-config': host_config }
  if (repository.mode === 'host-ssh') {
    const { host_user, cmd_ssh } = repository
    return withoutNulls({
      ...common,
      'repo1-host-type': 'ssh',
      'repo1-host-user': host_user,
      'cmd-ssh': cmd_ssh,
    })
  }
  const { ca_cert, cert, key } = repository.certificate
  return withoutNulls({
    ...common,
    'repo1-host-type': 'tls',
    'repo1-host-ca-file': ca_cert,
    'repo1-host-cert-file': cert,
    'repo1-host-key-file': key,
  })
}

function furtherOptions({ options }: PgbackrestSettings): Record<string, string | readonly string[]> {
  const entries = Object.entries(options).map(
    ([name, value]) =>
      [name, Array.isArray(value) ? value.map(valueText) : valueText(value as Scalar)] as const,
  )
  return Object.fromEntries(entries)
}

/** What the settings say of the `[global]` section, secrets aside. */
export function globalOptions(settings: PgbackrestSettings): Record<string, string | readonly string[]> {
  return {
    'lock-path': settings.lockpath,
    'log-path': settings.logpath,
    'spool-path': settings.spoolpath,
    ...repositoryOptions(settings),
    ...furtherOptions(settings),
  }
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

/** Keys of the repositories that the settings configure: 1, and those of options such as `repo2-path`. */
export function repositoryKeys({ options }: Pick<PgbackrestSettings, 'options'>): number[] {
  const keys = Object.keys(options).map((name) => Number(/^repo(\d+)-/.exec(name)?.[1] ?? 1))
  return [...new Set([1, ...keys])].sort((one, other) => one - other)
}
