/** One SQL statement to run. */
export interface Statement {
  text: string
  /** Parameters `$1`, `$2`, ... */
  values?: readonly unknown[]
  /**
   * The text carries a password verifier: it is shown nowhere, and whoever runs it turns the server's statement
   * logging off for the transaction (see `hushStatements`).
   */
  sensitive?: true
  /** PostgreSQL refuses it inside a transaction block. */
  outsideTransaction?: true
}

/** A statement without parameters. */
export function statement(text: string, flags: Omit<Statement, 'text' | 'values'> = {}): Statement {
  return { text, ...flags }
}

const HUSHED = {
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  'pg_stat_statements.track_utility': 'off',
  'pgaudit.log': 'none',
} as const

/**
 * `SET` statements to run before a sensitive one, so that it reaches neither the server's log nor
 * pg_stat_statements or pgaudit; parameters of libraries that aren't loaded are harmless. They need a superuser.
 * `transaction` (`SET LOCAL`) for a statement that runs in a transaction, `session` for one that can't
 * (`outsideTransaction`), on a connection that is closed afterwards.
 */
export function hushStatements(scope: 'transaction' | 'session' = 'transaction'): Statement[] {
  const head = scope === 'session' ? 'SET' : 'SET LOCAL'
  return Object.entries(HUSHED).map(([name, value]) => statement(`${head} ${name} TO '${value}'`))
}

/**
 * Folds catalogue queries into one, so that a look at the cluster is one round trip: a single row, with for each
 * name a JSON array of that query's rows. `values` are renumbered.
 */
export function combineQueries(queries: Readonly<Record<string, Statement>>): Statement {
  const values: unknown[] = []
  const columns = Object.entries(queries).map(([name, query]) => {
    const offset = values.length
    values.push(...(query.values ?? []))
    const text = query.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)
    return `(SELECT coalesce(json_agg(row_to_json(q)), '[]'::json) FROM (\n${text}\n) AS q) AS "${name}"`
  })
  return { text: `SELECT ${columns.join(',\n')}`, values }
}
