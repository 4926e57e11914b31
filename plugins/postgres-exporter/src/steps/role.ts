import {
  type Performers,
  performer,
  type Reachable,
  roleSql,
  type Secret,
  type StepContext,
} from '@pglift/sdk'
import { parseExporter } from '../exporter.js'
import type { Session } from '../session.js'

export interface EnsureRole {
  instance: Reachable
  role: string
  /** Null: the one that it has. */
  password: Secret | null
  /** How the server stores passwords. */
  storage: { encryption: 'scram-sha-256' | 'md5'; iterations?: number }
  /** The instance had no exporter so far. */
  isNew: boolean
  /** Configuration file of the exporter: holds the former password when the step is undone. */
  conf: string
}

/** What the role was before. */
interface Former {
  readonly existed: boolean
  readonly login: boolean
  readonly member: boolean
  readonly hasPassword: boolean
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** The role of the exporter in an instance that exists: made, or given what it lacks. */
    'postgres-exporter.role': EnsureRole
  }
}

const MEMBERSHIP = 'pg_monitor'

type Sql = Awaited<ReturnType<typeof roleSql>>
type Statements = { readonly text: string }[]

interface Row {
  readonly login: boolean
  readonly has_password: boolean
  readonly memberships: readonly { readonly role: string }[]
  readonly password_verifier?: string | null
}

class RoleOf {
  readonly #sessions: Session['sessions']
  readonly #args: EnsureRole
  readonly #sql: Sql

  constructor(sessions: Session['sessions'], args: EnsureRole, sql: Sql) {
    this.#sessions = sessions
    this.#args = args
    this.#sql = sql
  }

  async row(): Promise<Row | undefined> {
    const session = await this.#sessions.to(this.#args.instance)
    const { text, values } = this.#sql.listRoles({ names: [this.#args.role], verifiers: true })
    const { rows } = await session.query<Row>(text, values)
    return rows[0]
  }

  async lacksPassword(row: Row): Promise<boolean> {
    const { password, role } = this.#args
    if (password === null) return false
    const { password_verifier: verifier } = row
    return !verifier || !(await this.#sql.verifies(password.reveal(), verifier, role))
  }

  async #verifier(password: string): Promise<string> {
    const { role, storage } = this.#args
    const { encryption, iterations } = storage
    return this.#sql.passwordVerifier(
      password,
      role,
      encryption,
      iterations === undefined ? {} : { iterations },
    )
  }

  async creation(): Promise<Statements> {
    const { role, password } = this.#args
    const attributes =
      password === null ? { login: true } : { login: true, password: await this.#verifier(password.reveal()) }
    return [this.#sql.createRole(role, attributes, [MEMBERSHIP])]
  }

  async alteration(row: Row): Promise<Statements> {
    const { role, password } = this.#args
    const isLacking = await this.lacksPassword(row)
    const alter = this.#sql.alterRole(role, {
      ...(row.login ? {} : { login: true }),
      ...(isLacking && password !== null ? { password: await this.#verifier(password.reveal()) } : {}),
    })
    return [...(alter === undefined ? [] : [alter]), ...(isMember(row) ? [] : [this.#grant()])]
  }

  #grant() {
    return this.#sql.grantRole(MEMBERSHIP, this.#args.role)
  }

  /** Back to what it was; `former` is the password that the configuration file has again. */
  async reversal(before: Former, former: Secret | null): Promise<Statements> {
    const { role, password } = this.#args
    if (!before.existed) return [this.#sql.dropRole(role)]
    const alter = this.#sql.alterRole(role, {
      ...(before.login ? {} : { login: false }),
      // A journal knows that a password was given, not which.
      ...(password === null ? {} : await this.#formerPassword(before, former)),
    })
    const revoke = before.member ? [] : [this.#sql.revokeRole(MEMBERSHIP, role)]
    return [...(alter === undefined ? [] : [alter]), ...revoke]
  }

  /** One that the exporter did not know is lost. */
  async #formerPassword(
    { hasPassword }: Former,
    former: Secret | null,
  ): Promise<{ password?: string | null }> {
    if (former !== null) return { password: await this.#verifier(former.reveal()) }
    return hasPassword ? {} : { password: null }
  }

  async run(statements: Statements): Promise<void> {
    if (statements.length === 0) return
    const session = await this.#sessions.to(this.#args.instance)
    // In one message: the server decides what to log of a message before it runs any of it.
    await session.query(['BEGIN', ...this.#sql.hushStatements().map(({ text }) => text)].join(';'))
    try {
      for (const { text } of statements) await session.query(text)
      await session.query('COMMIT')
    } catch (error) {
      await session.query('ROLLBACK').catch(() => undefined) // the connection may be what failed
      throw error
    }
  }
}

const isMember = ({ memberships }: Row): boolean => memberships.some(({ role }) => role === MEMBERSHIP)

async function passwordIn(conf: string, { effects }: StepContext): Promise<Secret | null> {
  const text = await effects.files.readText(conf)
  return text === undefined ? null : parseExporter('', conf, text).password
}

/** The role of an exporter, as the superuser changes it; no password reaches the server's log, nor a journal. */
export function roleSteps({ sessions }: Pick<Session, 'sessions'>): Performers {
  const of = async (args: EnsureRole) => new RoleOf(sessions, args, await roleSql())
  return performer<'postgres-exporter.role', Former>('postgres-exporter.role', {
    describe: ({ role, isNew }) => [`${isNew ? 'creating' : 'altering'} role '${role}'`],
    async holds(args) {
      const role = await of(args)
      // A dry run comes here with a server that would run by then.
      const row = await role.row().catch(() => undefined)
      return row?.login === true && isMember(row) && !(await role.lacksPassword(row))
    },
    async prepare(args) {
      const row = await (await of(args)).row()
      if (row === undefined) return { existed: false, login: false, member: false, hasPassword: false }
      return { existed: true, login: row.login, member: isMember(row), hasPassword: row.has_password }
    },
    async do(args, { log }) {
      const role = await of(args)
      const row = await role.row()
      log.info(`${row === undefined ? 'creating' : 'altering'} role '${args.role}'`)
      await role.run(row === undefined ? await role.creation() : await role.alteration(row))
    },
    async undo(args, before, context) {
      const role = await of(args)
      const row = await role.row()
      if (row === undefined) return
      await role.run(await role.reversal(before, await passwordIn(args.conf, context)))
    },
  })
}
