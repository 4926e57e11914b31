import type { DatabasePublication } from '../../models/database.js'
import type { DatabaseContentRow } from '../../postgresql/sql/database-queries.js'
import { createPublication, dropPublication } from '../../postgresql/sql/logical-replication.js'
import { type Change, change, ifExists } from './content-change.js'

/** What brings the publications of a database to those declared; others are left alone. */
export function publicationChanges(
  dbname: string,
  desired: readonly DatabasePublication[],
  observed: DatabaseContentRow['publications'],
): Change[] {
  return desired.flatMap(({ name, state }) => {
    const exists = observed.some((known) => known.name === name)
    if (exists === (state === 'present')) return []
    if (exists) return [change(`dropping publication '${name}'`, [dropPublication(name)])]
    return [
      change(
        `creating publication '${name}' in database ${dbname}`,
        [createPublication(name)],
        [ifExists(dropPublication(name))],
      ),
    ]
  })
}
