import { isSecretFlag, type ScannedFlags, scan } from '../argv/scan.js'

const MASK = '***'

/** `text` with passwords in connection strings and SQL replaced: `password=x`, `//user:x@host`, `PASSWORD 'x'`. */
export function maskText(text: string): string {
  return text
    .replaceAll(/(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)/gi, `$1${MASK}`)
    .replaceAll(/(:\/\/[^/@\s:]*:)[^/\s]*(@)/g, `$1${MASK}$2`)
    .replaceAll(/(password\s+)(e?'(?:[^']|'')*'|\$(\w*)\$.*?\$\3\$)/gis, `$1${MASK}`)
}

/** A command's argv, fit for logs: values of password options and passwords inside other values are replaced. */
export function maskArgv(argv: readonly string[], flags: ScannedFlags, optionsEndAfter?: number): string[] {
  const { options, positionals } = scan(argv, flags, optionsEndAfter)
  const masked = options.flatMap(({ name, typed, value }) => {
    if (typeof value === 'boolean' || value.startsWith('\0')) return [typed]
    const shown = isSecretFlag(name, flags[name] ?? {}) ? MASK : maskText(value)
    return typed.startsWith('--') ? [`${typed}=${shown}`] : [typed, shown]
  })
  const separator = positionals.some((word) => word.startsWith('-')) ? ['--'] : []
  return [...masked, ...separator, ...positionals.map(maskText)]
}

/** Words as a shell would take them back. */
export function shellJoin(words: readonly string[]): string {
  return words
    .map((word) =>
      /^(?!$)[\w@%+=:,./-]*(\*\*\*)?$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`,
    )
    .join(' ')
}
