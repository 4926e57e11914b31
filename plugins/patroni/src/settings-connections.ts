import { choice, list, nullable, object, path, section, text, toggle } from '@pglift/sdk'

const file = (description: string, example: string) =>
  nullable(path('absolute', { description, exists: 'file', examples: [example] }))

/** `patroni.etcd`. */
export const etcd = section(
  {
    version: choice(['etcd', 'etcd3'], {
      description: "Version of etcd's API; also the section's name in Patroni's configuration.",
      default: 'etcd3',
      examples: ['etcd'],
    }),
    hosts: list(
      text({
        description: 'Address and port.',
        pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/]+):[0-9]{1,5}$',
        examples: ['etcd1:2379'],
      }),
      {
        description: 'Addresses of the etcd cluster.',
        default: ['127.0.0.1:2379'],
        minItems: 1,
        examples: [['etcd1:2379', 'etcd2:2379', 'etcd3:2379']],
      },
    ),
    protocol: choice(['http', 'https'], {
      description: 'How etcd is spoken to.',
      default: 'http',
      examples: ['https'],
    }),
    cacert: file('Certificate of the authority of etcd.', '/etc/patroni/etcd-ca.crt'),
    cert: file('Certificate that is shown to etcd.', '/etc/patroni/etcd-client.crt'),
    key: file('Its key.', '/etc/patroni/etcd-client.key'),
  },
  {
    description: 'The etcd cluster that holds the state of all clusters.',
    examples: [{ hosts: ['etcd1:2379'] }],
  },
)

/** `patroni.restapi`. */
export const restapi = section(
  {
    cafile: file('Certificate of the authority that signs those of clients.', '/etc/patroni/ca.crt'),
    certfile: file('Certificate of the REST API, which enables TLS.', '/etc/patroni/host.crt'),
    keyfile: file('Its key.', '/etc/patroni/host.key'),
    verify_client: nullable(
      choice(['optional', 'required'], {
        description:
          'Whether clients must show a certificate: `optional`, for requests that change something; `required`, for all.',
        examples: ['optional'],
      }),
    ),
  },
  { description: "Patroni's REST API.", examples: [{ certfile: '/etc/patroni/host.crt' }] },
)

/** `patroni.ctl`. */
export const ctl = nullable(
  object(
    {
      certfile: path('absolute', {
        description: 'Certificate.',
        exists: 'file',
        examples: ['/etc/patroni/client.crt'],
      }),
      keyfile: path('absolute', {
        description: 'Its key.',
        exists: 'file',
        examples: ['/etc/patroni/client.key'],
      }),
    },
    {
      description: 'Certificate that clients of the REST API show, patronictl and pglift.',
      examples: [{ certfile: '/etc/patroni/client.crt', keyfile: '/etc/patroni/client.key' }],
    },
  ),
)

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

const ssl = nullable(
  object(
    {
      mode: nullable(choice(MODES, { description: "libpq's sslmode.", examples: ['verify-ca'] })),
      crl: file('Revoked certificates.', '/etc/ssl/postgresql.crl'),
      crldir: nullable(
        path('absolute', {
          description: 'Directory of revoked certificates.',
          exists: 'directory',
          examples: ['/etc/ssl/crl'],
        }),
      ),
      rootcert: file('Certificate of the authority.', '/etc/ssl/root.crt'),
    },
    { description: 'TLS of these connections.', examples: [{ mode: 'verify-ca' }] },
  ),
)

/** `patroni.postgresql`. */
export const postgresql = section(
  {
    connection: nullable(
      object(
        { ssl },
        { description: 'Connections between members.', examples: [{ ssl: { mode: 'require' } }] },
      ),
    ),
    passfile: path('config', {
      description: 'Password file that Patroni writes for connections between members.',
      default: 'patroni/{name}.pgpass',
      variables: ['name'],
      requires: ['name'],
      examples: ['/etc/patroni/{name}.pgpass'],
    }),
    use_pg_rewind: toggle({
      description: 'Let a former leader rejoin by pg_rewind.',
      default: false,
      examples: [true],
    }),
  },
  { description: 'PostgreSQL, as Patroni sees it.', examples: [{ use_pg_rewind: true }] },
)
