import type { SiteSettings } from '@pglift/sdk'

/** Logs of PostgreSQL, or of a component. */
export interface Logs {
  /** Key of the settings: `postgresql`, `pgbackrest`. */
  readonly section: string
  /** Their directory. */
  readonly logpath: string
}

function logpathOf(value: unknown): string | undefined {
  const logpath = (value as { readonly logpath?: unknown } | null | undefined)?.logpath
  return typeof logpath === 'string' ? logpath : undefined
}

/** Directories of logs that the settings of a site name, PostgreSQL's first. */
export function logsOf(settings: SiteSettings): Logs[] {
  const sections = Object.entries(settings)
  const found = sections.flatMap(([section, value]) => {
    const logpath = section === 'cli' ? undefined : logpathOf(value)
    return logpath === undefined ? [] : [{ section, logpath }]
  })
  const rank = ({ section }: Logs) => (section === 'postgresql' ? '' : section)
  return found.sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
}

/**
 * Why logrotate can't be told of a directory: its configuration knows no way to write these characters, which are syntax,
 * patterns, or mean something to the shell of its scripts.
 */
export function pathProblem(logpath: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return /["'\\*?[\]{}$`\u0000-\u001f\u007f]/.test(logpath)
    ? `logrotate can't be told of '${logpath}': it must not hold quotes, backslashes, '*', '?', '[', ']', '{', '}', '$'`
    : undefined
}
