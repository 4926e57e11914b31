import type { ClientConfig } from 'pg'
import type { Effects } from '../effects/effects.js'
import type { Session } from '../effects/sql.js'
import { operational } from '../errors/kinds.js'
import type { Instance } from '../models/instance-identity.js'
import { Secret } from '../models/secret.js'
import { tellingWaits } from './told-waits.js'

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

/** Who runs the command. */
export interface SessionsUser {
  /** Asks for a password; undefined: there is nobody to ask. */
  askPassword(prompt: string): Promise<string | undefined>
  warn(message: string): void
  /** Aborted when the command is interrupted. */
  readonly signal: AbortSignal
}

interface OpenSession {
  readonly session: Promise<Session>
  readonly instance: Reachable
}

async function end(open: OpenSession | undefined): Promise<void> {
  await open?.session.then((session) => session.close()).catch(() => undefined)
}

/**
 * Connections of one command, one a database: opened when first needed, shared by all steps, closed before the server
 * stops and when the command ends.
 */
export class Sessions {
  readonly #sql: Effects['sql']
  readonly #superuser: string
  readonly #password: PasswordSource
  readonly #user: SessionsUser
  readonly #open = new Map<string, OpenSession>()
  /** Were open when the command was interrupted. */
  readonly #interrupted: OpenSession[] = []
  readonly #asked = new Map<string, string>()
  readonly #local = new Set<string>()

  constructor(sql: Effects['sql'], superuser: string, password: PasswordSource, user: SessionsUser) {
    this.#sql = sql
    this.#superuser = superuser
    this.#password = password
    this.#user = user
    user.signal.addEventListener('abort', () => void this.#interrupt(), { once: true })
  }

  /** A connection as the superuser role. Fails with `PGLIFT_CONNECT`, naming instance, socket and reason. */
  async to(instance: Reachable, dbname = 'postgres'): Promise<Session> {
    const key = `${instance.id} ${dbname}`
    const known = this.#open.get(key)
    if (known !== undefined) return known.session
    const session = this.#connect(instance, dbname).then((connected) =>
      tellingWaits(
        connected,
        () => this.#connect(instance, dbname),
        (words) => this.#user.warn(`a statement in database '${dbname}' of ${instance.id} ${words}`),
      ),
    )
    this.#open.set(key, { session, instance })
    session.catch(() => {
      if (this.#open.get(key)?.session === session) this.#open.delete(key)
    })
    return session
  }

  /**
   * Ends the statements that run: they may wait for a lock, or a standby, for ever. What is undone then has connections of
   * its own, which wait for no standby.
   */
  async #interrupt(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    this.#interrupted.push(...open)
    for (const { session, instance } of open) {
      const pid = await session.then((known) => known.pid).catch(() => undefined)
      const other = await this.#connect(instance, 'postgres').catch(() => undefined)
      await other?.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]).catch(() => undefined)
      await other?.close().catch(() => undefined)
    }
  }

  /**
   * Commits in an instance that is being made wait for no synchronous standby, from connections that are opened later: it
   * can have none, though its configuration, or that of its cluster, may ask for one.
   */
  commitLocally({ id }: Pick<Instance, 'id'>): void {
    this.#local.add(id)
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
    const isLocal = this.#local.has(instance.id) || this.#user.signal.aborted
    const config: ClientConfig = {
      host: instance.socketDirectory ?? 'localhost',
      port: instance.port,
      user: role,
      database: dbname,
      ...(password === undefined ? {} : { password }),
      ...(isLocal ? { options: '-c synchronous_commit=local' } : {}),
    }
    try {
      return await this.#sql.connect(config)
    } catch (error) {
      if (!isPasswordRefused(error)) throw this.#failure(instance, dbname, error)
      const answer = await this.#user.askPassword(`Password for user ${role}`)
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

  /** Closes the connections to one instance, or to one of its databases, or all. A server waits for none of ours to stop. */
  async close(instance?: Pick<Instance, 'id'>, dbname?: string): Promise<void> {
    const isMeant = (key: string) =>
      dbname === undefined
        ? instance === undefined || key.startsWith(`${instance.id} `)
        : key === `${instance?.id} ${dbname}`
    for (const key of [...this.#open.keys()].filter(isMeant)) {
      const open = this.#open.get(key)
      this.#open.delete(key)
      await end(open)
    }
    if (instance === undefined) await Promise.all(this.#interrupted.splice(0).map(end))
  }
}
