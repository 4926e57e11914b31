import type { DatabaseSchema } from '../../models/database.js'
import type { DatabaseContentRow } from '../../postgresql/sql/database-queries.js'
import { alterSchemaOwner, createSchema, dropSchema } from '../../postgresql/sql/schemas.js'
import { type Change, change, ifExists } from './content-change.js'

function creation(dbname: string, { name, owner }: DatabaseSchema, databaseOwner: string | null): Change {
  const suffix = owner === null ? '' : ` with owner '${owner}'`
  return change(
    `creating schema '${name}' in database ${dbname}${suffix}`,
    [createSchema(name, owner ?? databaseOwner ?? undefined)],
    [ifExists(dropSchema(name))],
  )
}

/**
 * What brings the schemas of a database to those declared; others are left alone. A schema without an owner is made
 * for the owner of the database (null: the role that runs this) and, once there, keeps the one that it has.
 */
export function schemaChanges(
  dbname: string,
  desired: readonly DatabaseSchema[],
  observed: DatabaseContentRow['schemas'],
  databaseOwner: string | null,
): Change[] {
  return desired.flatMap((schema) => {
    const { name, state, owner } = schema
    const found = observed.find((known) => known.name === name)
    if (state === 'absent')
      return found ? [change(`dropping schema ${name} from database ${dbname}`, [dropSchema(name)])] : []
    if (found === undefined) return [creation(dbname, schema, databaseOwner)]
    if (owner === null || owner === found.owner) return []
    const undo = [alterSchemaOwner(name, found.owner)]
    return [change(`setting '${name}' schema owner to '${owner}'`, [alterSchemaOwner(name, owner)], undo)]
  })
}
