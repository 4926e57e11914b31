const HEADERS: readonly RegExp[] = [
  /^#\s*TYPE\s+DATABASE\s+USER\s+ADDRESS\s+METHOD\s*$/,
  /^#\s*MAPNAME\s+SYSTEM-USERNAME\s+(?:PG|DATABASE)-USERNAME\s*$/,
]

/**
 * The pg_hba.conf or pg_ident.conf that initdb wrote, up to its column header, followed by `body`: initdb's own records go.
 * Without a header the comments and blank lines at the start of the file are kept.
 */
export function replaceAfterHeader(initdbText: string, body: string): string {
  const lines = initdbText.replace(/\n$/, '').split('\n')
  const header = lines.findIndex((line) => HEADERS.some((pattern) => pattern.test(line)))
  const firstRecord = lines.findIndex((line) => !/^\s*(?:#|$)/.test(line))
  const kept =
    header >= 0 ? lines.slice(0, header + 1) : lines.slice(0, firstRecord < 0 ? lines.length : firstRecord)
  const start = kept.join('\n').trim() === '' ? '' : `${kept.join('\n')}\n`
  const end = body === '' || body.endsWith('\n') ? body : `${body}\n`
  return `${start}${end}`
}
