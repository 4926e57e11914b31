import type { ClientConfig, QueryResult, QueryResultRow } from 'pg'
import { operational } from '../errors/kinds.js'

export interface SqlResult<T> {
  readonly rows: T[]
  /** Column names in order, also when there is no row. */
  readonly columns: readonly string[]
  /** The server's command tag, e.g. `SELECT 3`, `INSERT 0 1`, `CREATE ROLE`. */
  readonly tag: string
}

/** One connection. Values travel as parameters; text comes from `postgresql/sql`. */
export interface Session {
  /** Fails with `PGLIFT_SQL`: the server's message, and its `sqlState`. */
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<SqlResult<T>>
  onNotice(listener: (message: string) => void): void
  close(): Promise<void>
}

export interface Sql {
  /** Errors are the server's or the socket's own, with `code` (SQLSTATE or errno). */
  connect(config: ClientConfig): Promise<Session>
}

function tagOf(result: QueryResult): string {
  const { command, rowCount } = result
  if (command === 'INSERT') return `INSERT 0 ${rowCount}`
  return ['SELECT', 'UPDATE', 'DELETE', 'MERGE', 'FETCH', 'MOVE', 'COPY'].includes(command)
    ? `${command} ${rowCount}`
    : command
}

/** The server's own words; its SQLSTATE and detail stay on the cause. */
function sqlError(cause: unknown): Error {
  const { message, detail, code } = cause as { message: string; detail?: string; code?: string }
  const more = detail === undefined ? '' : ` (detail: ${detail})`
  return operational('PGLIFT_SQL', `${message}${more}`, {
    cause,
    ...(code === undefined ? {} : { sqlState: code }),
  })
}

async function connect(config: ClientConfig): Promise<Session> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ application_name: 'pglift', connectionTimeoutMillis: 10_000, ...config })
  client.on('error', () => undefined) // a server that goes away fails the running query; an idle one is no crash
  await client.connect()
  return {
    async query<T extends object>(text: string, values?: readonly unknown[]) {
      const answer = await client
        .query<T & QueryResultRow>(text, values === undefined ? undefined : [...values])
        .catch((cause: unknown) => {
          throw sqlError(cause)
        })
      const result = Array.isArray(answer) ? (answer.at(-1) as QueryResult<T & QueryResultRow>) : answer
      return { rows: result.rows, columns: result.fields.map(({ name }) => name), tag: tagOf(result) }
    },
    onNotice: (listener) => void client.on('notice', ({ message }) => listener(message ?? '')),
    close: () => client.end(),
  }
}

/** Real connections, through `pg`. */
export function realSql(): Sql {
  return { connect }
}
