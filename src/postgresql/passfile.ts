import { operational } from '../errors/kinds.js'

/** A password file entry; a field that is undefined is `*`: it matches anything. */
export interface PassfileEntry {
  host?: string
  port?: string
  database?: string
  user?: string
  password: string
}

/** The new text of the file, empty when nothing is left in it, and the roles whose entries changed, in file order. */
export interface PassfileEdit {
  text: string
  roles: readonly string[]
}

interface Line {
  raw: string
  entry?: PassfileEntry
}

/**
 * The entries of a password file (libpq's format), in order. Comments and lines with fewer than five fields, which libpq
 * skips, are left out.
 */
export function passfileEntries(text: string): PassfileEntry[] {
  return parse(text).flatMap(({ entry }) => (entry ? [entry] : []))
}

/** The password that pglift keeps for a role on a port (entry `*:PORT:*:ROLE:PASSWORD`), if any. */
export function entryPassword(text: string, role: string, port: number): string | undefined {
  return parse(text).find(isOwn(port, role))?.entry?.password
}

/**
 * Adds the entry `*:PORT:*:ROLE:PASSWORD`, or changes its password in place. A new entry goes to its sorted place: the
 * more `*` the later (libpq takes the first match), then by host, port, database and role. Other lines keep their
 * order, comments stay above the entry that follows them, those before the first entry stay on top. Throws
 * `PGLIFT_PASSFILE_VALUE` for a newline, carriage return or NUL in role or password, which the format cannot carry.
 */
export function setEntry(
  text: string,
  { port, role, password }: { port: number; role: string; password: string },
): { text: string; outcome: 'added' | 'updated' | 'unchanged' } {
  const lines = parse(text)
  const entry: PassfileEntry = { port: String(port), user: role, password }
  const index = lines.findIndex(isOwn(port, role))
  if (index < 0) return { text: join(insert(lines, entry)), outcome: 'added' }
  if (lines[index]?.entry?.password === password) return { text, outcome: 'unchanged' }
  return { text: join(lines.with(index, { raw: render(entry), entry })), outcome: 'updated' }
}

/** Removes the entry of a role on a port, as `setEntry` writes it. */
export function removeEntry(text: string, role: string, port: number): { text: string; removed: boolean } {
  const { text: edited, roles } = removeLines(text, isOwn(port, role))
  return { text: edited, removed: roles.length > 0 }
}

/** Removes all entries of a port that are for any host and database; those for a host of their own are the user's. */
export function removePort(text: string, port: number): PassfileEdit {
  return removeLines(text, isOwn(port))
}

/** Moves the entries (any host, any database) of port `from` to port `to`, in place of those that are there. */
export function changePort(text: string, from: number, to: number): PassfileEdit {
  if (from === to) return { text, roles: [] }
  const { text: copied, roles } = copyPort(text, from, to)
  return { text: removePort(copied, from).text, roles }
}

/** Copies the entries (any host, any database) of port `from` to port `to`, as an upgrade to another port needs it. */
export function copyPort(text: string, from: number, to: number): PassfileEdit {
  const own = parse(text).flatMap((line) => (line.entry && isOwn(from)(line) ? [line.entry] : []))
  // libpq takes the first of two entries for a role: only that one is carried over.
  const firstByRole = new Map(own.toReversed().map(({ user, password }) => [user, password]))
  const roles = [...new Set(own.map(({ user }) => user))].filter((user) => user !== undefined)
  let edited = text
  for (const role of roles) {
    edited = setEntry(edited, { port: to, role, password: firstByRole.get(role) ?? '' }).text
  }
  return { text: edited, roles }
}

function isOwn(port: number, role?: string): (line: Line) => boolean {
  return ({ entry }) =>
    entry !== undefined &&
    entry.host === undefined &&
    entry.database === undefined &&
    entry.port === String(port) &&
    (role === undefined ? entry.user !== undefined : entry.user === role)
}

function removeLines(text: string, matches: (line: Line) => boolean): PassfileEdit {
  const lines = parse(text)
  const roles = lines.filter(matches).map(({ entry }) => entry?.user ?? '*')
  if (roles.length === 0) return { text, roles }
  return { text: join(lines.filter((line) => !matches(line))), roles: [...new Set(roles)] }
}

function parse(text: string): Line[] {
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

function render({ host, port, database, user, password }: PassfileEntry): string {
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

function insert(lines: readonly Line[], entry: PassfileEntry): Line[] {
  const header = lines.findIndex((line) => line.entry)
  const next = lines.findIndex((line) => line.entry && compare(entry, line.entry) < 0)
  let index = next < 0 ? lines.findLastIndex((line) => line.entry) + 1 || lines.length : next
  while (next >= 0 && index > header && !lines[index - 1]?.entry) index -= 1
  return lines.toSpliced(index, 0, { raw: render(entry), entry })
}

function compare(a: PassfileEntry, b: PassfileEntry): number {
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

function join(lines: readonly Line[]): string {
  if (lines.every(({ raw }) => raw.trim() === '')) return ''
  return `${lines.map(({ raw }) => raw).join('\n')}\n`
}
