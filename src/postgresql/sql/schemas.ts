import { quoteIdentifier } from './quote.js'
import { type Statement, statement } from './statement.js'

/** `CREATE SCHEMA`. */
export function createSchema(name: string, owner?: string): Statement {
  const authorization = owner === undefined ? '' : ` AUTHORIZATION ${quoteIdentifier(owner, 'role')}`
  return statement(`CREATE SCHEMA ${quoteIdentifier(name, 'schema')}${authorization}`)
}

export function alterSchemaOwner(name: string, owner: string): Statement {
  return statement(
    `ALTER SCHEMA ${quoteIdentifier(name, 'schema')} OWNER TO ${quoteIdentifier(owner, 'role')}`,
  )
}

/** `DROP SCHEMA`, which fails while the schema holds anything. */
export function dropSchema(name: string): Statement {
  return statement(`DROP SCHEMA ${quoteIdentifier(name, 'schema')}`)
}
