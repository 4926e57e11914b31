import type { RequiredObjectsEvent, RoleDeclaration, Secret } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'

/** The role that makes backups. It is a superuser: pgBackRest reads settings and files that no other role may. */
export function backupRole(
  { settings }: Pick<Session, 'settings'>,
  password: Secret | null,
): RoleDeclaration {
  const { name, pgpass } = settings.postgresql.backuprole
  return { name, login: true, superuser: true, password, pgpass: pgpass && password !== null }
}

/** Every primary has it; one that is made of a backup brings it along, with its password. */
export function instanceObjects(session: Session): (event: RequiredObjectsEvent) => Promise<void> {
  return async ({ desired, role }) => {
    const field = fieldOf(desired)
    if (field !== null) role(backupRole(session, field.password))
  }
}
