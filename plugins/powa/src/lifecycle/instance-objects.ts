import type { RequiredObjectsEvent, RoleDeclaration, Secret } from '@pglift/sdk'
import { extensionsWith } from '../extensions.js'
import type { FindInstallation } from '../installation.js'
import { optionalExtensions } from '../missing.js'
import { fieldOf } from '../model.js'
import type { Session } from '../settings.js'

/** The role that PoWA's web interface connects as. Superuser: it looks at the queries of all databases. */
export function powaRole(name: string, password: Secret | null): RoleDeclaration {
  return { name, login: true, superuser: true, password }
}

/** Role and database of a new primary. */
export function instanceObjects(
  session: Session,
  find: FindInstallation,
): (event: RequiredObjectsEvent) => Promise<void> {
  return async ({ instance, desired, role, database }) => {
    const field = fieldOf(desired)
    if (field === null) return
    const { section } = session
    const optional = await optionalExtensions(session, find, instance)
    role(powaRole(section.role, field.password))
    database({ name: section.dbname, extensions: extensionsWith(optional) })
  }
}
