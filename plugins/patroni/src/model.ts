import {
  type ComponentInstanceField,
  type ComposedInstance,
  type InstanceManifest,
  jsonSchema,
  nullable,
  object,
  type Secret,
  secret,
  text,
  toggle,
} from '@pglift/sdk'

/** A client certificate. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string
  readonly password: Secret | null
}

interface Credentials {
  readonly username: string
  readonly password: Secret | null
}

/** The field `patroni` of an instance. */
export interface PatroniField {
  readonly cluster: string
  readonly node: string | null
  readonly restapi: {
    readonly connect_address: string | null
    readonly listen: string | null
    readonly authentication: Credentials | null
  } | null
  readonly postgresql: {
    readonly connect_host: string | null
    readonly replication: { readonly ssl: ClientCertificate | null } | null
    readonly rewind: { readonly ssl: ClientCertificate | null } | null
  } | null
  readonly etcd: Credentials | null
}

/** What a manifest says; null: a plain instance. */
export function fieldOf(desired: InstanceManifest): PatroniField | null {
  return ((desired as ComposedInstance).patroni ?? null) as PatroniField | null
}

const address = (description: string, example: string) =>
  nullable(
    text({ description, pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/]+):[0-9]{1,5}$', examples: [example] }),
  )

const name = (description: string, example: string) =>
  text({ description, pattern: '^[^\\s/]+$', examples: [example] })

const file = (description: string) => text({ description, minLength: 1, examples: ['/etc/ssl/client.crt'] })

const certificate = (what: string) =>
  nullable(
    object(
      {
        ssl: nullable(
          object(
            {
              cert: file('Client certificate.'),
              key: file('Private key.'),
              password: nullable(
                secret({
                  description: 'Password for the private key.',
                  writeOnly: true,
                  cli: { metavar: 'TEXT' },
                }),
              ),
            },
            { description: 'Client certificate options.' },
          ),
        ),
      },
      { description: `Client options for ${what} connections to other members of the cluster.` },
    ),
  )

const credentials = (what: string) =>
  nullable(
    object(
      {
        username: text({
          description: `Username for basic authentication to ${what}.`,
          minLength: 1,
          examples: ['pglift'],
        }),
        password: nullable(
          secret({
            description: `Password for basic authentication to ${what}.`,
            writeOnly: true,
            cli: { metavar: 'TEXT' },
          }),
        ),
      },
      { description: `Basic authentication to ${what}.` },
    ),
  )

const restapi = nullable(
  object(
    {
      connect_address: address(
        "IP address (or hostname) and port, to access the Patroni's REST API.",
        'pg1.example:8008',
      ),
      listen: address(
        'IP address (or hostname) and port that Patroni will listen to for the REST API. Defaults to connect_address if not provided.',
        '0.0.0.0:8008',
      ),
      authentication: credentials('the REST API'),
    },
    { description: 'REST API configuration.' },
  ),
)

const postgresql = nullable(
  object(
    {
      connect_host: nullable(
        text({
          description: 'Host or IP address through which PostgreSQL is externally accessible.',
          pattern: '^[^\\s/]+$',
          examples: ['pg1.example'],
        }),
      ),
      replication: certificate('replication'),
      rewind: certificate('rewind'),
    },
    { description: 'Configuration for PostgreSQL setup and remote connection.' },
  ),
)

const schema = nullable(
  object(
    {
      cluster: name('Name (scope) of the Patroni cluster.', 'app'),
      node: nullable(name('Name of the node (usually the host name).', 'pg1')),
      restapi,
      postgresql,
      etcd: credentials('etcd'),
      cluster_members: jsonSchema<null>({
        type: ['array', 'null'],
        items: { type: 'object', additionalProperties: true, properties: {} },
        default: null,
        description: 'Members of the cluster.',
        'x-pglift': { readOnly: true, hidden: true },
      }),
      is_paused: nullable(toggle({ description: 'Whether the cluster is in pause mode.', readOnly: true })),
    },
    { description: 'Configuration for the Patroni service, if enabled in site settings.' },
  ),
)

const EXCLUSIVE = "'patroni' and 'standby' fields are mutually exclusive"

/** The field: without it an instance is a plain one; one that is a member stays one. */
export const instanceField: ComponentInstanceField = {
  name: 'patroni',
  schema,
  rules: [
    {
      reads: ['patroni', 'standby'],
      check: ({ patroni, standby }) =>
        patroni && standby
          ? [{ type: 'value_error', loc: ['patroni'], msg: `Value error, ${EXCLUSIVE}`, input: {} }]
          : [],
    },
  ],
}
