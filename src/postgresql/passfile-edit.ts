import {
  compareEntries,
  type PassfileEntry,
  type PassfileLine,
  parsePassfile,
  renderEntry,
} from './passfile.js'

/** An entry that pglift may have written, `*:PORT:*:ROLE:PASSWORD`: for any host and database. */
export interface RoleEntry {
  readonly port: number
  readonly role: string
  /** Of the first such entry, which libpq takes. */
  readonly password: string
}

/**
 * A password file that is edited: read once and written once, whatever the number of changes. Entries for a host or
 * database of their own are the user's and stay.
 */
export class PassfileEdit {
  readonly #text: string
  #lines: PassfileLine[]
  readonly #added = new Set<PassfileLine>()
  readonly #replaced = new Map<PassfileLine, PassfileLine | undefined>()
  /** Lines by port, then by role: several when an entry stands there twice. */
  readonly #own = new Map<string, Map<string, PassfileLine[]>>()

  constructor(text: string) {
    this.#text = text
    this.#lines = parsePassfile(text)
    for (const line of this.#lines) {
      const { host, port, database, user } = line.entry ?? {}
      if (host !== undefined || database !== undefined) continue
      if (port !== undefined && user !== undefined) this.#index(port, user, line)
    }
  }

  #index(port: string, role: string, line: PassfileLine): void {
    const roles = this.#own.get(port) ?? new Map<string, PassfileLine[]>()
    this.#own.set(port, roles)
    roles.set(role, [...(roles.get(role) ?? []), line])
  }

  /** Roles with an entry on a port. */
  roles(port: number): string[] {
    return [...(this.#own.get(String(port))?.keys() ?? [])]
  }

  /** The password of a role on a port. */
  password(port: number, role: string): string | undefined {
    return this.#own.get(String(port))?.get(role)?.[0]?.entry?.password
  }

  /** All entries of roles, one a role and port. */
  entries(): RoleEntry[] {
    return [...this.#own].flatMap(([port, roles]) =>
      [...roles].map(([role, [line]]) => ({
        port: Number(port),
        role,
        password: line?.entry?.password ?? '',
      })),
    )
  }

  /**
   * Changes the password of an entry in place, or adds the entry in its sorted place. Throws as `renderEntry`. Other
   * lines keep their order, comments stay above the entry that follows them, those before the first entry stay on top.
   */
  set({ port, role, password }: RoleEntry): 'added' | 'updated' | 'unchanged' {
    const entry: PassfileEntry = { port: String(port), user: role, password }
    const former = this.#own.get(String(port))?.get(role)
    if (former?.[0]?.entry?.password === password) return 'unchanged'
    const line = { raw: renderEntry(entry), entry }
    if (former?.[0] === undefined) {
      this.#added.add(line)
      this.#index(String(port), role, line)
      return 'added'
    }
    this.#replace(former[0], line)
    former[0] = line
    return 'updated'
  }

  /** Removes the entry of a role on a port; answers whether there was one. */
  remove(port: number, role: string): boolean {
    const lines = this.#own.get(String(port))?.get(role)
    for (const line of lines ?? []) this.#replace(line, undefined)
    this.#own.get(String(port))?.delete(role)
    return lines !== undefined
  }

  /** Removes the entries of a port; answers whose. */
  removePort(port: number): string[] {
    return this.roles(port).filter((role) => this.remove(port, role))
  }

  /** Copies the entries of a port to another, over those that are there; answers whose differed. */
  copyPort(from: number, to: number): string[] {
    const copied = (role: string) => this.set({ port: to, role, password: this.password(from, role) ?? '' })
    return this.roles(from).filter((role) => copied(role) !== 'unchanged')
  }

  /** Moves the entries of a port to another, over those that are there; answers whose. */
  movePort(from: number, to: number): string[] {
    if (from === to) return []
    this.copyPort(from, to)
    return this.removePort(from)
  }

  #replace(line: PassfileLine, by: PassfileLine | undefined): void {
    if (this.#added.delete(line)) {
      if (by !== undefined) this.#added.add(by)
    } else this.#replaced.set(line, by)
  }

  /** The text of the file as it now is: the very same when nothing was changed, empty when nothing is left in it. */
  text(): string {
    if (this.#added.size + this.#replaced.size === 0) return this.#text
    const kept = this.#lines.flatMap((line) => this.#current(line) ?? [])
    const added = [...this.#added].sort((a, b) => compareEntries(a.entry ?? NONE, b.entry ?? NONE))
    const raws = merge(kept, added).map(({ raw }) => raw)
    return raws.every((raw) => raw.trim() === '') ? '' : `${raws.join('\n')}\n`
  }

  /** What became of a line, which may have been replaced more than once. */
  #current(line: PassfileLine): PassfileLine | undefined {
    let current: PassfileLine | undefined = line
    while (current !== undefined && this.#replaced.has(current)) current = this.#replaced.get(current)
    return current
  }
}

const NONE: PassfileEntry = { password: '' }

/** Puts sorted new entries before the first entry that comes after them, and before the comments of that one. */
function merge(lines: readonly PassfileLine[], added: readonly PassfileLine[]): PassfileLine[] {
  const merged: PassfileLine[] = []
  let comments: PassfileLine[] = []
  let next = 0
  let atTop = true
  const put = (fresh: readonly PassfileLine[]) => {
    // Those above the first entry are about the whole file.
    merged.push(...(atTop ? [...comments, ...fresh] : [...fresh, ...comments]))
    comments = []
  }
  for (const line of lines) {
    const { entry } = line
    if (entry === undefined) {
      comments.push(line)
      continue
    }
    const from = next
    while (next < added.length && compareEntries(added[next]?.entry ?? NONE, entry) < 0) next += 1
    put(added.slice(from, next))
    merged.push(line)
    atTop = false
  }
  put(added.slice(next))
  return merged
}
