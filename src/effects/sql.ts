import type { ClientConfig, QueryResult, QueryResultRow } from 'pg'
import { operational } from '../errors/kinds.js'

export interface SqlResult<T> {
  readonly rows: T[]
  /** Column names in order, also when there is no row. */
  readonly columns: readonly string[]
  /** The server's command tag, e.g. `SELECT 3`, `INSERT 0 1`, `CREATE ROLE`; empty for an empty query. */
  readonly tag: string
}

/** One connection. Values travel as parameters; text comes from `postgresql/sql`. */
export interface Session {
  /** Of the server's process. */
  readonly pid: number
  /** Fails with `PGLIFT_SQL`: the server's message, and its `sqlState`. */
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<SqlResult<T>>
  onNotice(listener: (message: string) => void): void
  close(): Promise<void>
}

export interface Sql {
  /** Errors are the server's or the socket's own, with `code` (SQLSTATE or errno). */
  connect(config: ClientConfig): Promise<Session>
}

/** Type OIDs of pg_type.dat whose values node-postgres would turn into something that has lost a part of them. */
const OID = { bytea: 17, int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, interval: 1186 } as const

const asIs = (text: string): unknown => text

/** ISO 8601, with all digits of the second and the offset that the server gave. */
const isoTime = (text: string): unknown => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')

const safeInteger = (text: string): unknown => (Number.isSafeInteger(Number(text)) ? Number(text) : text)

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map([
  [OID.bytea, asIs],
  [OID.int8, safeInteger],
  [OID.date, asIs],
  [OID.timestamp, isoTime],
  [OID.timestamptz, isoTime],
  [OID.interval, asIs],
])

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
  const client = new pg.Client({
    application_name: 'pglift',
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid: number, format?: string) =>
        PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format as never),
    },
    ...config,
    // An empty text is for servers that take no options: the console of a connection pool.
    options: config.options === '' ? '' : `-c datestyle=ISO ${config.options ?? ''}`,
  } as ClientConfig)
  client.on('error', () => undefined) // a server that goes away fails the running query; an idle one is no crash
  await client.connect().catch((error: unknown) => {
    client.end().catch(() => undefined) // a handshake that failed on our side leaves its socket open
    throw error
  })
  // A result has its first word only.
  let tag = ''
  client.connection.on('commandComplete', ({ text }: { readonly text: string }) => {
    tag = text
  })
  client.connection.on('emptyQuery', () => {
    tag = ''
  })
  return {
    // Of node-postgres' own; its types leave it out.
    pid: (client as unknown as { processID: number }).processID,
    async query<T extends object>(text: string, values?: readonly unknown[]) {
      const answer = await client
        .query<T & QueryResultRow>(text, values === undefined ? undefined : [...values])
        .catch((cause: unknown) => {
          throw sqlError(cause)
        })
      const result = Array.isArray(answer) ? (answer.at(-1) as QueryResult<T & QueryResultRow>) : answer
      return { rows: result.rows, columns: result.fields.map(({ name }) => name), tag }
    },
    onNotice: (listener) => void client.on('notice', ({ message }) => listener(message ?? '')),
    close: () => client.end(),
  }
}

/** Real connections, through `pg`. */
export function realSql(): Sql {
  return { connect }
}
