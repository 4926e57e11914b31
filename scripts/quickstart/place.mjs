import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Bytes of the path of a Unix socket (unix(7)). */
const SOCKET_PATH_MAX = 107

/** Where it is made unless told otherwise: root's is outside of homes, which the other user could not enter. */
export function defaultDirectory() {
  if (process.getuid() === 0) return '/var/lib/pglift-quickstart'
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'pglift-quickstart')
}

/**
 * The directory below which everything lies. `site/` belongs to the user who runs PostgreSQL; all the rest, to whoever
 * started ./quickstart: `bin/pglift`, `postgresql/` (servers that npm ships), `checkout/` and `node/` (copies, where the
 * user cannot reach the originals), and `quickstart.json`, which marks the directory as ours.
 */
export class Place {
  constructor(directory) {
    this.directory = resolve(directory)
    this.record = this.#read()
  }

  get isDefault() {
    return this.directory === defaultDirectory()
  }

  get site() {
    return join(this.directory, 'site')
  }

  get configuration() {
    return join(this.site, 'etc')
  }

  get command() {
    return join(this.directory, 'bin/pglift')
  }

  get #marker() {
    return join(this.directory, 'quickstart.json')
  }

  #read() {
    try {
      return JSON.parse(readFileSync(this.#marker, 'utf8'))
    } catch (error) {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
      throw new Error(`cannot read ${this.#marker}: ${error.message}`)
    }
  }

  /** Makes the directory ours before anything else is put there. */
  claim() {
    if (this.record !== undefined) return
    if (Buffer.byteLength(join(this.site, 'run/postgresql/.s.PGSQL.5432')) > SOCKET_PATH_MAX)
      throw new Error(
        `${this.directory} is too long for the path of a socket: choose a shorter one by --directory`,
      )
    if (existsSync(this.directory) && readdirSync(this.directory).length > 0)
      throw new Error(
        `${this.directory} is not empty and was not made by ./quickstart: choose another by --directory`,
      )
    mkdirSync(this.directory, { recursive: true, mode: 0o755 })
    this.record = {}
    this.remember({})
  }

  /** Adds to what is known of the place in later runs. */
  remember(facts) {
    Object.assign(this.record, facts)
    writeFileSync(this.#marker, `${JSON.stringify(this.record, null, 2)}\n`)
  }
}
