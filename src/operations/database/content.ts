import type { Session } from '../../effects/sql.js'
import type { DatabaseManifest } from '../../models/database.js'
import { type DatabaseContentRow, describeCurrentDatabase } from '../../postgresql/sql/database-queries.js'
import type { Change } from './content-change.js'
import { extensionChanges } from './extensions.js'
import { publicationChanges } from './publications.js'
import { schemaChanges } from './schemas.js'
import { subscriptionChanges } from './subscriptions.js'

/** What a manifest declares of the inside of a database. */
export type DeclaredContent = Pick<
  DatabaseManifest,
  'name' | 'schemas' | 'extensions' | 'publications' | 'subscriptions'
>

/** A database as initdb's templates give it. */
export const NEW_DATABASE: DatabaseContentRow = {
  schemas: [{ name: 'public', owner: 'pg_database_owner' }],
  extensions: [],
  publications: [],
  subscriptions: [],
}

/** Whether anything inside of the database is declared: only then is it worth a connection. */
export function declaresContent(desired: DeclaredContent): boolean {
  const { schemas, extensions, publications, subscriptions } = desired
  return schemas.length + extensions.length + publications.length + subscriptions.length > 0
}

/** What stands in the database that the session is connected to. */
export async function observeContent(session: Session): Promise<DatabaseContentRow> {
  const { rows } = await session.query<DatabaseContentRow>(describeCurrentDatabase().text)
  return rows[0] ?? NEW_DATABASE
}

/** Extensions to drop that live in schemas to drop: they must go first, since a schema is only dropped empty. */
function inDroppedSchemas(
  { schemas, extensions }: DeclaredContent,
  observed: DatabaseContentRow,
): Set<string> {
  const dropped = schemas.filter(({ state }) => state === 'absent').map(({ name }) => name)
  const inside = observed.extensions.filter(({ schema }) => dropped.includes(schema)).map(({ name }) => name)
  const absent = extensions.filter(({ name, state }) => state === 'absent' && inside.includes(name))
  return new Set(absent.map(({ name }) => name))
}

/** All that is to be changed inside of a database, in the order of the manifest's fields. */
export function contentChanges(
  desired: DeclaredContent,
  observed: DatabaseContentRow,
  databaseOwner: string | null,
): Change[] {
  const { name, extensions } = desired
  const first = inDroppedSchemas(desired, observed)
  const extensionsOf = (early: boolean) =>
    extensionChanges(
      name,
      extensions.filter((extension) => first.has(extension.name) === early),
      observed.extensions,
    )
  return [
    ...extensionsOf(true),
    ...schemaChanges(name, desired.schemas, observed.schemas, databaseOwner),
    ...extensionsOf(false),
    ...publicationChanges(name, desired.publications, observed.publications),
    ...subscriptionChanges(name, desired.subscriptions, observed.subscriptions),
  ]
}
