/** How a word stands in `archive_command`, which a shell reads once PostgreSQL has replaced `%p` in it. */
export function shellWord(word: string): string {
  const percent = word.replaceAll('%', '%%')
  return /^[\w@%+=:,./-]+$/.test(percent) ? percent : `'${percent.replaceAll("'", "'\\''")}'`
}

/** A text as it stands between the quotes of a value in postgresql.conf. */
export function confEscaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "''")
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function unquoted(value: string): string {
  const inner = value.slice(1, -1)
  return inner.replace(/''|\\(.)/g, (all, char: string | undefined) =>
    char === undefined ? "'" : (ESCAPES[char] ?? (all === "''" ? "'" : char)),
  )
}

/** Parameters of a rendered template of postgresql.conf; undefined, with the line, when one can't be read. */
export function archiveParameters(text: string): { parameters: Record<string, string>; unreadable?: number } {
  const parameters: Record<string, string> = {}
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const [, name, quoted, bare] =
      /^\s*([A-Za-z_][\w.]*)(?:\s*=\s*|\s+)(?:('(?:[^'\\]|''|\\.)*')|([^\s'#]+))\s*(?:#.*)?$/.exec(line) ?? []
    if (name === undefined) return { parameters, unreadable: index + 1 }
    parameters[name.toLowerCase()] = quoted === undefined ? (bare ?? '') : unquoted(quoted)
  }
  return { parameters }
}
