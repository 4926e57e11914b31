import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleProfile } from '../../models/role.js'
import {
  profileGrantor,
  type SchemaOwnerRow,
  schemaOwners,
  setProfile,
} from '../../postgresql/sql/profiles.js'
import type { PostgresVersion } from '../../postgresql/versions.js'
import { reachable } from '../hba/plan.js'
import { operateOn } from '../instance/operation.js'
import { whileRunning } from '../instance/while-running.js'
import { sqlTask } from '../steps/sql.js'
import { observeRoles } from './observe.js'
import { existingRole, requirePrimary } from './require.js'

function databaseNotFound(name: string, error: unknown): Error {
  // invalid_catalog_name: what the server answers to a connection to a database that isn't there
  const { cause } = error as { cause?: { code?: string } }
  if (cause?.code !== '3D000') return error as Error
  return operational('PGLIFT_DATABASE_NOT_FOUND', `database '${name}' not found`, {
    hint: "'pglift database list' shows the databases",
  })
}

async function ownersOf(
  host: Host,
  instance: ObservedInstance,
  { database, schemas }: RoleProfile,
): Promise<SchemaOwnerRow[]> {
  const session = await host.sessions.to(instance, database).catch((error: unknown) => {
    throw databaseNotFound(database, error)
  })
  const { text, values } = schemaOwners(schemas)
  const { rows } = await session.query<SchemaOwnerRow>(text, values)
  return schemas.map((schema) => {
    const row = rows.find((each) => each.schema === schema)
    if (row !== undefined) return row
    throw operational('PGLIFT_SCHEMA_NOT_FOUND', `schema '${schema}' not found in database '${database}'`)
  })
}

/** One transaction in the database: for each schema all privileges of the role are revoked, then those of the profile granted. */
export function planProfile(
  instance: ObservedInstance,
  surole: string,
  { kind, role, database }: RoleProfile,
  owners: readonly SchemaOwnerRow[],
): Plan {
  const tasks = owners.map((row) => {
    const grantor = profileGrantor(row, surole, instance.version as PostgresVersion)
    return sqlTask(
      `setting profile '${kind}' for role '${role}' on schema '${row.schema}' in database '${database}'`,
      setProfile(kind, { role, database, schema: row.schema, grantor }),
    )
  })
  return new Plan().step('sql.execute', { instance: reachable(instance), dbname: database, tasks })
}

/** Gives a role the privileges of a profile on schemas of one database, now and for what will be made there. */
export async function setRoleProfile(
  host: Host,
  instance: ObservedInstance,
  profile: RoleProfile,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<void> {
  requirePrimary(instance)
  await operateOn(host, instance, { verb: 'role set-profile', dryRun }, (operation) =>
    whileRunning(host, operation, instance, async (running) => {
      existingRole(await observeRoles(host, running, [profile.role]), profile.role)
      const owners = await ownersOf(host, running, profile)
      await operation.apply(planProfile(running, host.settings.postgresql.surole.name, profile, owners))
    }),
  )
}
