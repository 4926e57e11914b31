/** How a word stands in `archive_command`, which a shell reads once PostgreSQL has replaced `%p` in it. */
export function shellWord(word: string): string {
  const percent = word.replaceAll('%', '%%')
  return /^[\w@%+=:,./-]+$/.test(percent) ? percent : `'${percent.replaceAll("'", "'\\''")}'`
}

/** A text as it stands between the quotes of a value in postgresql.conf. */
export function confEscaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "''")
}
