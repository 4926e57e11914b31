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

/** Port of an exporter that nobody gave another one: that of postgres_exporter itself. */
export const DEFAULT_PORT = 9187

/** The field `prometheus` of an instance. */
export interface ExporterField {
  /** Null: the one that it has, else 9187. */
  readonly port: number | null
  /** Null: the one that it has, else none. */
  readonly password: Secret | null
}

/** What a manifest says; null: the instance is to have no exporter. */
export function fieldOf(desired: InstanceManifest): ExporterField | null {
  return ((desired as ComposedInstance).prometheus ?? null) as ExporterField | null
}

const schema = nullable(
  object(
    {
      port: nullable(
        port({
          description: 'TCP port for the web interface and telemetry of Prometheus.',
          examples: [DEFAULT_PORT],
        }),
      ),
      password: nullable(
        secret({
          description: 'Password of PostgreSQL role for Prometheus postgres_exporter.',
          writeOnly: true,
        }),
      ),
    },
    {
      description: `Configuration for the Prometheus service, if enabled in site settings. Null: none. The port is ${DEFAULT_PORT} unless given or changed before.`,
    },
  ),
)

/** Every instance has an exporter, unless its manifest says `prometheus: null`. */
export const instanceField: ComponentInstanceField = {
  name: 'prometheus',
  schema,
  default: {},
}
