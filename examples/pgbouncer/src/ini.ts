import { operational } from '@pglift/sdk'

type Value = string | number | boolean

/** PgBouncer has no way to quote a line end. */
function checked(name: string, value: Value): string {
  const text = String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (!/[\u0000-\u001f]/.test(text)) return text
  throw operational('PGBOUNCER_VALUE', `setting '${name}' of PgBouncer contains a control character`)
}

/** Lines `name = value` of a section of pgbouncer.ini (pgbouncer.org, "config"). */
export function iniLines(settings: Readonly<Record<string, Value>>): string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${checked(name, value)}`)
}

/** A value of a connection string: in single quotes, with those inside of it doubled. */
export function connectionValue(value: string): string {
  return `'${checked('database', value).replaceAll("'", "''")}'`
}

/** A line of the file of users: both in double quotes, with those inside of them doubled. */
export function userLine(name: string, password: string): string {
  const quoted = (text: string) => `"${checked('auth_file', text).replaceAll('"', '""')}"`
  return `${quoted(name)} ${quoted(password)}`
}
