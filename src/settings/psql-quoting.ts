/**
 * A text for a psql prompt, between single quotes of psqlrc ("Meta-Commands" and "Prompting" in psql's documentation): no
 * escape, no end of the quotes, no `%` that would run a command.
 */
export function escapePrompt(value: string): string {
  return escapePsql(value).replaceAll('%', '%%')
}

/** A text between single quotes of psqlrc, other than a prompt. */
export function escapePsql(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll("'", "''")
}
