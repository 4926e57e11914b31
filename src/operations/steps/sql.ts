import type { Session } from '../../effects/sql.js'
import { NothingDone, type Performers, performer, type StepContext } from '../../engine/step.js'
import { PgliftError } from '../../errors/kinds.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import { Secret } from '../../models/secret.js'
import { hushStatements, type Statement } from '../../postgresql/sql/statement.js'

/** A statement as a step carries it: the text is a `Secret` when it holds a verifier or a key. */
export interface StepStatement {
  readonly text: string | Secret
  readonly values?: readonly unknown[]
  readonly outsideTransaction?: true
}

/** Statements that belong together, with the message that announces them. */
export interface SqlTask {
  /** Logged at INFO: `creating role 'bob'`. */
  readonly title?: string
  readonly statements: readonly StepStatement[]
}

export interface ExecuteSql {
  instance: Reachable
  dbname: string
  /** Done in one transaction, but for what PostgreSQL wants outside of one. */
  tasks: readonly SqlTask[]
  /** Takes it back. Absent: the step can't be undone; empty: what it made goes with an earlier step's undo. */
  undo?: readonly StepStatement[]
  /** A database whose defaults these change (`search_path`): what is done in it afterwards must see them. */
  reopens?: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Executes statements in one database, as the superuser; tasks are made by `sqlTask` of `operations()`. */
    'sql.execute': ExecuteSql
  }
}

/** A statement for a plan. */
export function toStep({ text, values, sensitive, outsideTransaction }: Statement): StepStatement {
  return {
    text: sensitive === true ? new Secret(text) : text,
    ...(values === undefined ? {} : { values }),
    ...(outsideTransaction === true ? { outsideTransaction } : {}),
  }
}

/** A task for a plan. */
export function sqlTask(title: string | undefined, statements: readonly Statement[]): SqlTask {
  return { ...(title === undefined ? {} : { title }), statements: statements.map(toStep) }
}

const reveal = ({ text }: StepStatement): string => (text instanceof Secret ? text.reveal() : text)

const isHushed = ({ statements }: SqlTask): boolean => statements.some(({ text }) => text instanceof Secret)

/** Runs of tasks that can share a transaction, and single ones that can't. */
function batches(tasks: readonly SqlTask[]): { tasks: SqlTask[]; transaction: boolean }[] {
  const result: { tasks: SqlTask[]; transaction: boolean }[] = []
  for (const task of tasks) {
    const transaction = !task.statements.some(({ outsideTransaction }) => outsideTransaction)
    const last = result.at(-1)
    if (last?.transaction && transaction) last.tasks.push(task)
    else result.push({ tasks: [task], transaction })
  }
  return result
}

async function runTasks(session: Session, tasks: readonly SqlTask[], log: StepContext['log']): Promise<void> {
  for (const { title, statements } of tasks) {
    if (title !== undefined) log.info(title)
    for (const statement of statements) await session.query(reveal(statement), statement.values)
  }
}

async function inTransaction(
  session: Session,
  tasks: readonly SqlTask[],
  log: StepContext['log'],
): Promise<void> {
  // In one message of its own: the server decides what to log of a message before it runs any of it.
  const begin = ['BEGIN', ...(tasks.some(isHushed) ? hushStatements().map(({ text }) => text) : [])]
  await session.query(begin.join(';'))
  try {
    await runTasks(session, tasks, log)
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined) // the connection may be what failed
    throw error
  }
}

async function connected(sessions: Sessions, { instance, dbname }: ExecuteSql): Promise<Session> {
  return sessions.to(instance, dbname).catch((error: unknown) => {
    throw new NothingDone(error)
  })
}

async function execute(
  sessions: Sessions,
  args: ExecuteSql,
  tasks: readonly SqlTask[],
  log: StepContext['log'],
): Promise<void> {
  if (tasks.every(({ statements }) => statements.length === 0)) return
  const session = await connected(sessions, args)
  for (const [index, batch] of batches(tasks).entries()) {
    if (!batch.transaction) {
      await runTasks(session, batch.tasks, log)
      continue
    }
    await inTransaction(session, batch.tasks, log).catch((error: unknown) => {
      throw index === 0 && isRefused(error) ? new NothingDone(error) : error
    })
  }
}

/** The server said no, so it rolled back; without its word the transaction may have been committed. */
function isRefused(error: unknown): boolean {
  return error instanceof PgliftError && error.sqlState !== undefined && !error.sqlState.startsWith('08')
}

/** Changes in a database. */
export function sqlSteps(sessions: Sessions): Performers {
  return performer('sql.execute', {
    describe: ({ tasks }) => tasks.flatMap(({ title }) => (title === undefined ? [] : [title])),
    async do(args, { log }) {
      await execute(sessions, args, args.tasks, log)
      if (args.reopens !== undefined) await sessions.close(args.instance, args.reopens)
    },
    undoable: ({ undo }) => undo !== undefined,
    async undo(args, _, { log }) {
      await execute(sessions, args, [{ statements: args.undo ?? [] }], log).catch((error: unknown) => {
        throw error instanceof NothingDone ? error.cause : error
      })
    },
  })
}
