import type { ClientConfig } from 'pg'
import type { Effects } from '../effects/effects.js'
import type { Session } from '../effects/sql.js'
import { operational } from '../errors/kinds.js'
import type { Instance } from '../models/instance-identity.js'
import { Secret } from '../models/secret.js'

/** What it takes to reach an instance through its socket. */
export interface Reachable extends Pick<Instance, 'id' | 'version' | 'name' | 'qualname'> {
  readonly port: number
  /** The port after the next restart, by which password files know the instance. */
  readonly configuredPort?: number
  readonly socketDirectory: string | undefined
}

/** What steps carry of an instance: its configuration, which may hold a password, stays out of plans and journals. */
export function reachable(instance: Reachable): Reachable {
  const { id, version, name, qualname, port, configuredPort = port, socketDirectory } = instance
  return { id, version, name, qualname, port, configuredPort, socketDirectory }
}

/** Finds the password of `role`, or undefined for none. */
export type PasswordSource = (
  instance: Reachable,
  role: string,
  dbname: string,
) => Promise<string | undefined>

/** SQLSTATE of a missing or wrong password; node-postgres has words of its own for the first. */
function isPasswordRefused(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return code === '28P01' || /password must be a (non-empty )?string/.test(message ?? '')
}

/**
 * Connections of one command, one a database: opened when first needed, shared by all steps, closed before the server
 * stops and when the command ends.
 */
export class Sessions {
  readonly #sql: Effects['sql']
  readonly #superuser: string
  readonly #password: PasswordSource
  readonly #askPassword: (prompt: string) => Promise<string | undefined>
  readonly #open = new Map<string, Promise<Session>>()
  readonly #asked = new Map<string, string>()

  constructor(
    sql: Effects['sql'],
    superuser: string,
    password: PasswordSource,
    askPassword: (prompt: string) => Promise<string | undefined>,
  ) {
    this.#sql = sql
    this.#superuser = superuser
    this.#password = password
    this.#askPassword = askPassword
  }

  /** A connection as the superuser role. Fails with `PGLIFT_CONNECT`, naming instance, socket and reason. */
  async to(instance: Reachable, dbname = 'postgres'): Promise<Session> {
    const key = `${instance.id} ${dbname}`
    const known = this.#open.get(key)
    if (known !== undefined) return known
    const session = this.#connect(instance, dbname)
    this.#open.set(key, session)
    session.catch(() => this.#open.delete(key))
    return session
  }

  /** The superuser's password as this command was given it: nobody else knows it yet. */
  usePassword(instance: Pick<Instance, 'id'>, password: Secret | null | undefined): void {
    if (password) this.#asked.set(instance.id, password.reveal())
  }

  /** The superuser's password, for PostgreSQL's own programs: as given to or typed for this command, else of the site. */
  async passwordOf(instance: Reachable, dbname: string): Promise<Secret | undefined> {
    const password = await this.#find(instance, dbname)
    return password === undefined ? undefined : new Secret(password)
  }

  async #find(instance: Reachable, dbname: string): Promise<string | undefined> {
    return this.#asked.get(instance.id) ?? this.#password(instance, this.#superuser, dbname)
  }

  async #connect(instance: Reachable, dbname: string): Promise<Session> {
    const role = this.#superuser
    const password = await this.#find(instance, dbname)
    const config: ClientConfig = {
      host: instance.socketDirectory ?? 'localhost',
      port: instance.port,
      user: role,
      database: dbname,
      ...(password === undefined ? {} : { password }),
    }
    try {
      return await this.#sql.connect(config)
    } catch (error) {
      if (!isPasswordRefused(error)) throw this.#failure(instance, dbname, error)
      const answer = await this.#askPassword(`Password for user ${role}`)
      if (answer === undefined) throw this.#failure(instance, dbname, error)
      const session = await this.#sql.connect({ ...config, password: answer }).catch((again: unknown) => {
        throw this.#failure(instance, dbname, again)
      })
      this.#asked.set(instance.id, answer)
      return session
    }
  }

  #failure(instance: Reachable, dbname: string, cause: unknown): Error {
    const where = `${instance.socketDirectory ?? 'localhost'}, port ${instance.port}`
    const reason =
      isPasswordRefused(cause) && (cause as { code?: string }).code === undefined
        ? `no password supplied for role '${this.#superuser}'`
        : (cause as Error).message
    return operational(
      'PGLIFT_CONNECT',
      `can't connect to database '${dbname}' of ${instance.id} (${where}): ${reason}`,
      {
        cause,
        ...(isPasswordRefused(cause)
          ? { hint: "set 'auth.password_command' or 'auth.passfile' in the site settings, or PGPASSWORD" }
          : {}),
      },
    )
  }

  /** Closes the connections to one instance, or all. A server waits for none of ours to stop. */
  async close(instance?: Pick<Instance, 'id'>): Promise<void> {
    const keys = [...this.#open.keys()].filter(
      (key) => instance === undefined || key.startsWith(`${instance.id} `),
    )
    for (const key of keys) {
      const session = this.#open.get(key)
      this.#open.delete(key)
      await session?.then((open) => open.close()).catch(() => undefined)
    }
  }
}
