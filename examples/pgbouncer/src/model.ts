import {
  type ComponentInstanceField,
  type ComposedInstance,
  type InstanceManifest,
  nullable,
  object,
  port,
  type Secret,
  secret,
} from '@pglift/sdk'

/** The field `pgbouncer` of an instance. */
export interface PgbouncerField {
  readonly port: number
  readonly password: Secret | null
}

const schema = nullable(
  object(
    {
      port: port({ description: 'Port of the connection pool.', default: 6432, examples: [6433] }),
      password: nullable(
        secret({
          description: 'Password of the role that looks up passwords.',
          writeOnly: true,
        }),
      ),
    },
    { description: 'Connection pool in front of the instance; null: none.' },
  ),
)

/** `--pgbouncer-port` and `--pgbouncer-password` are made of it. */
export const instanceField: ComponentInstanceField = {
  name: 'pgbouncer',
  schema: schema,
}

/** What a manifest says: undefined is nothing, null that the instance is to have no pool. */
export function fieldOf(desired: InstanceManifest): PgbouncerField | null | undefined {
  return (desired as ComposedInstance).pgbouncer as PgbouncerField | null | undefined
}
