import { type ParameterValue, parameterLiteral, parameterName } from './parameters.js'
import { quoteIdentifier, quoteLiteral } from './quote.js'
import { type Statement, statement } from './statement.js'

export interface DatabaseOptions {
  owner?: string
  template?: string
  encoding?: string
  /** LC_COLLATE and LC_CTYPE. One other than the template's needs `template: 'template0'`. */
  locale?: string
  tablespace?: string
}

/** `CREATE DATABASE`. */
export function createDatabase(name: string, options: DatabaseOptions = {}): Statement {
  const parts = [`CREATE DATABASE ${quoteIdentifier(name, 'database')}`]
  if (options.owner !== undefined) parts.push(`OWNER ${quoteIdentifier(options.owner, 'role')}`)
  if (options.template !== undefined) parts.push(`TEMPLATE ${quoteIdentifier(options.template, 'database')}`)
  if (options.encoding !== undefined) parts.push(`ENCODING ${quoteLiteral(options.encoding)}`)
  if (options.locale !== undefined) parts.push(`LOCALE ${quoteLiteral(options.locale)}`)
  if (options.tablespace !== undefined)
    parts.push(`TABLESPACE ${quoteIdentifier(options.tablespace, 'tablespace')}`)
  return statement(parts.join(' '), { outsideTransaction: true })
}

/** `DROP DATABASE`; `force` ends its connections first. */
export function dropDatabase(name: string, { force = false } = {}): Statement {
  const text = `DROP DATABASE ${quoteIdentifier(name, 'database')}`
  return statement(force ? `${text} WITH (FORCE)` : text, { outsideTransaction: true })
}

export function alterDatabaseOwner(name: string, owner: string): Statement {
  return statement(
    `ALTER DATABASE ${quoteIdentifier(name, 'database')} OWNER TO ${quoteIdentifier(owner, 'role')}`,
  )
}

/** Moves the database's files; no one may be connected to it. */
export function alterDatabaseTablespace(name: string, tablespace: string): Statement {
  const target = quoteIdentifier(tablespace, 'tablespace')
  return statement(`ALTER DATABASE ${quoteIdentifier(name, 'database')} SET TABLESPACE ${target}`, {
    outsideTransaction: true,
  })
}

/** `ALTER DATABASE ... SET parameter`; null resets that parameter. */
export function setDatabaseParameter(
  name: string,
  parameter: string,
  value: ParameterValue | null,
): Statement {
  const database = `ALTER DATABASE ${quoteIdentifier(name, 'database')}`
  const parameterText = parameterName(parameter)
  if (value === null) return statement(`${database} RESET ${parameterText}`)
  return statement(`${database} SET ${parameterText} TO ${parameterLiteral(parameter, value)}`)
}

/** `ALTER DATABASE ... RESET ALL`. */
export function resetDatabaseParameters(name: string): Statement {
  return statement(`ALTER DATABASE ${quoteIdentifier(name, 'database')} RESET ALL`)
}
