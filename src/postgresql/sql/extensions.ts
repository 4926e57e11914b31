import { quoteIdentifier, quoteLiteral } from './quote.js'
import { type Statement, statement } from './statement.js'

export interface ExtensionOptions {
  schema?: string
  version?: string
}

/** `CREATE EXTENSION ... CASCADE`: what it requires is created with it. */
export function createExtension(name: string, { schema, version }: ExtensionOptions = {}): Statement {
  const parts = [`CREATE EXTENSION ${quoteIdentifier(name, 'extension')}`]
  if (schema !== undefined) parts.push(`SCHEMA ${quoteIdentifier(schema, 'schema')}`)
  if (version !== undefined) parts.push(`VERSION ${quoteLiteral(version)}`)
  return statement([...parts, 'CASCADE'].join(' '))
}

export function updateExtension(name: string, version: string): Statement {
  return statement(`ALTER EXTENSION ${quoteIdentifier(name, 'extension')} UPDATE TO ${quoteLiteral(version)}`)
}

export function setExtensionSchema(name: string, schema: string): Statement {
  return statement(
    `ALTER EXTENSION ${quoteIdentifier(name, 'extension')} SET SCHEMA ${quoteIdentifier(schema, 'schema')}`,
  )
}

/** `DROP EXTENSION`, without CASCADE: what depends on it is an error, not lost. */
export function dropExtension(name: string): Statement {
  return statement(`DROP EXTENSION ${quoteIdentifier(name, 'extension')}`)
}
