import { operational } from '../errors/kinds.js'

/** A password file entry; a field that is undefined is `*`: it matches anything. */
export interface PassfileEntry {
  host?: string
  port?: string
  database?: string
  user?: string
  password: string
}

/** A line as it stands in the file; without an entry when libpq skips it. */
export interface PassfileLine {
  readonly raw: string
  readonly entry?: PassfileEntry
}

/**
 * The entries of a password file (libpq's format), in order. Comments and lines with fewer than five fields, which libpq
 * skips, are left out.
 */
export function passfileEntries(text: string): PassfileEntry[] {
  return parsePassfile(text).flatMap(({ entry }) => (entry ? [entry] : []))
}

/** Who connects to what; of each, what a field of an entry may say. */
export interface PassfileLookup {
  readonly hosts: readonly unknown[]
  readonly ports: readonly unknown[]
  readonly database: unknown
  readonly user: unknown
}

/** The password that libpq takes from a password file: that of the first entry that matches. */
export function passwordIn(text: string, wanted: PassfileLookup): string | undefined {
  const { hosts, ports, database, user } = wanted
  const matches = (field: string | undefined, values: readonly unknown[]) =>
    field === undefined || values.some((value) => String(value) === field)
  return passfileEntries(text).find(
    (entry) =>
      matches(entry.host, hosts) &&
      matches(entry.port, ports) &&
      matches(entry.database, [database]) &&
      matches(entry.user, [user]),
  )?.password
}

/** All lines of a password file. */
export function parsePassfile(text: string): PassfileLine[] {
  const rows = text.split('\n')
  if (rows.at(-1) === '') rows.pop()
  return rows.map((raw) => ({ raw, entry: parseEntry(raw) }))
}

function parseEntry(raw: string): PassfileEntry | undefined {
  if (raw.startsWith('#')) return undefined
  const [host, port, database, user, password] = splitFields(raw.replace(/\r$/, ''))
  // libpq ends the password at a colon too: what follows the fifth field does not count.
  if (password === undefined) return undefined
  return {
    host: matcher(host),
    port: matcher(port),
    database: matcher(database),
    user: matcher(user),
    password: decode(password),
  }
}

/** The fields between unescaped colons, escapes kept. */
function splitFields(line: string): string[] {
  const fields: string[] = []
  let field = ''
  for (const part of line.match(/\\.|[\s\S]/gs) ?? []) {
    if (part === ':') {
      fields.push(field)
      field = ''
    } else field += part
  }
  return [...fields, field]
}

function matcher(field: string | undefined): string | undefined {
  return field === undefined || field === '*' ? undefined : decode(field)
}

function decode(field: string): string {
  return field.replace(/\\(.)/gs, '$1')
}

/**
 * The line of an entry, without newline. Throws `PGLIFT_PASSFILE_VALUE` for a newline, carriage return or NUL in role or
 * password, which the format cannot carry.
 */
export function renderEntry({ host, port, database, user, password }: PassfileEntry): string {
  const fields = [host, port, database, user].map((field) =>
    field === undefined ? '*' : encode(field, 'role'),
  )
  // A role that is called * must not match all.
  return [
    ...fields.map((field, index) => (index === 3 && user === '*' ? '\\*' : field)),
    encode(password, 'password'),
  ].join(':')
}

function encode(field: string, what: string): string {
  if (!/[\n\r\0]/.test(field) && field.isWellFormed()) return field.replace(/[\\:]/g, '\\$&')
  throw operational(
    'PGLIFT_PASSFILE_VALUE',
    `a password file cannot hold this ${what}: it contains a line break or a NUL`,
    {
      hint: `Choose a ${what} of one line, or leave it out of the password file.`,
    },
  )
}

/** The order of entries: the more `*` the later (libpq takes the first match), then by host, port, database and role. */
export function compareEntries(a: PassfileEntry, b: PassfileEntry): number {
  const [left, right] = [fieldsOf(a), fieldsOf(b)]
  const wildcards = count(left) - count(right)
  if (wildcards !== 0) return wildcards
  const index = left.findIndex((field, position) => field !== right[position])
  if (index < 0) return 0
  const [mine, theirs] = [left[index], right[index]]
  if (mine === undefined) return 1
  if (theirs === undefined) return -1
  const byNumber = index === 1 ? Number(mine) - Number(theirs) : 0
  return byNumber || (mine < theirs ? -1 : 1)
}

function fieldsOf({ host, port, database, user }: PassfileEntry): (string | undefined)[] {
  return [host, port, database, user]
}

function count(fields: readonly (string | undefined)[]): number {
  return fields.filter((field) => field === undefined).length
}
