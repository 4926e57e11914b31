import type { RequiredObjectsEvent } from '@pglift/sdk'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'

type Role = RequiredObjectsEvent['roles'][number]

/** The role that makes backups. Superuser: pgBackRest reads settings and files that no other role may. */
export function backupRole(name: string, password: Role['password'], pgpass: boolean): Role {
  return {
    name,
    state: 'present',
    password,
    encrypted_password: null,
    inherit: true,
    login: true,
    superuser: true,
    createdb: false,
    createrole: false,
    replication: false,
    connection_limit: null,
    valid_until: null,
    memberships: [],
    hba_records: [],
    pgpass,
    drop_owned: false,
    reassign_owned: null,
  }
}

/** A new primary gets the backup role; one that is restored brings it along. */
export function instanceObjects(
  session: Session,
  restored: ReadonlySet<string>,
): (event: RequiredObjectsEvent) => Promise<void> {
  return async ({ instance, desired, roles }) => {
    const field = fieldOf(desired)
    if (field === null || restored.has(instance.id)) return
    const { name, pgpass } = session.settings.postgresql.backuprole
    roles.push(backupRole(name, field.password, pgpass && field.password !== null))
  }
}
