import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleProfile } from '../../models/role.js'
import {
  profileGrantor,
  profileHolds,
  type SchemaOwnerRow,
  schemaOwners,
  setProfile,
} from '../../postgresql/sql/profiles.js'
import { databaseNotFound } from '../database/observe.js'
import { type ChangeOptions, changeObject } from '../instance/change-object.js'
import { sqlTask } from '../steps/sql.js'
import { observeRoles } from './observe.js'
import { existingRole } from './require.js'

function notFound(name: string, error: unknown): unknown {
  // invalid_catalog_name: what the server answers to a connection to a database that isn't there
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code === '3D000' ? databaseNotFound(name) : error
}

async function ownersOf(
  host: Host,
  instance: ObservedInstance,
  { database, schemas }: RoleProfile,
): Promise<SchemaOwnerRow[]> {
  const session = await host.sessions.to(instance, database).catch((error: unknown) => {
    throw notFound(database, error)
  })
  const { text, values } = schemaOwners(schemas)
  const { rows } = await session.query<SchemaOwnerRow>(text, values)
  return schemas.map((schema) => {
    const row = rows.find((each) => each.schema === schema)
    if (row !== undefined) return row
    throw operational('PGLIFT_SCHEMA_NOT_FOUND', `schema '${schema}' not found in database '${database}'`)
  })
}

/** A schema of the profile, and who creates objects in it. */
export interface ProfiledSchema {
  readonly schema: string
  readonly grantor: string
  /** The role has these privileges already, and no others. */
  readonly holds: boolean
}

async function observeProfile(
  host: Host,
  instance: ObservedInstance,
  profile: RoleProfile,
): Promise<ProfiledSchema[]> {
  const { kind, role, database } = profile
  const { name: surole } = host.settings.postgresql.surole
  const schemas: ProfiledSchema[] = []
  for (const row of await ownersOf(host, instance, profile)) {
    const { schema } = row
    const grantor = profileGrantor(row, surole, instance.version)
    const { text, values } = profileHolds(kind, { role, schema, grantor })
    const session = await host.sessions.to(instance, database)
    const { rows } = await session.query<{ holds: boolean }>(text, values)
    schemas.push({ schema, grantor, holds: rows[0]?.holds === true })
  }
  return schemas
}

const onSchema = ({ kind, role, database }: RoleProfile, schema: string): string =>
  `profile '${kind}' for role '${role}' on schema '${schema}' in database '${database}'`

/** One transaction in the database: for each schema all privileges of the role are revoked, then those of the profile granted. */
export function planProfile(
  instance: ObservedInstance,
  profile: RoleProfile,
  schemas: readonly ProfiledSchema[],
): Plan {
  const { kind, role, database } = profile
  const tasks = schemas
    .filter(({ holds }) => !holds)
    .map(({ schema, grantor }) =>
      sqlTask(`setting ${onSchema(profile, schema)}`, setProfile(kind, { role, database, schema, grantor })),
    )
  const plan = new Plan()
  if (tasks.length === 0) return plan
  return plan.step('sql.execute', { instance: reachable(instance), dbname: database, tasks })
}

/** Gives a role the privileges of a profile on schemas of one database, now and for what will be made there. */
export async function setRoleProfile(
  host: Host,
  instance: ObservedInstance,
  profile: RoleProfile,
  options: ChangeOptions = {},
): Promise<void> {
  await changeObject(
    host,
    instance,
    { verb: 'role set-profile', request: profile },
    options,
    async (running) => {
      existingRole(await observeRoles(host, running, [profile.role]), profile.role)
      const schemas = await observeProfile(host, running, profile)
      for (const { schema, holds } of schemas)
        if (holds) host.log.info(`${onSchema(profile, schema)} is already set`)
      return { existed: true, plan: planProfile(running, profile, schemas) }
    },
  )
}
