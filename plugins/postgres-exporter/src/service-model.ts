import {
  choice,
  defineModel,
  type Fault,
  nullable,
  parseConninfo,
  port,
  type Secret,
  secret,
  sensitive,
  text,
} from '@pglift/sdk'
import { unwritable } from './data-source.js'
import { serviceNameFault } from './names.js'

/** The exporter of a server elsewhere. */
export interface ServiceManifest {
  readonly name: string
  readonly dsn: Secret | null
  readonly password: Secret | null
  readonly port: number | null
  readonly state: 'started' | 'stopped' | 'absent'
}

const fault = (name: string, msg: string, input?: unknown): Fault => ({
  type: 'value_error',
  loc: [name],
  msg: `Value error, ${msg}`,
  input,
})

function missing(name: string): Fault {
  return { type: 'missing', loc: [name], msg: 'Field required', input: {} }
}

/** What libpq takes and postgres_exporter does not. */
function dsnFault(dsn: string): string | undefined {
  const parameters = parseConninfo(dsn)
  const { port: tcpPort = '' } = parameters
  if (!/^\d*$/.test(tcpPort) || Number(tcpPort) > 65535) return `invalid port '${tcpPort}'`
  if (/,/.test(parameters.host ?? '')) return 'postgres_exporter connects to one host: give one'
  const [name] = unwritable(parameters)
  return name === undefined ? undefined : `'${name}' must not hold blanks: postgres_exporter can't read them`
}

/** Manifest, options and JSON schema of the exporter of a server elsewhere. */
export const ServiceModel = defineModel<ServiceManifest>(
  'PostgresExporter',
  {
    name: text({
      description: 'Name of the service.',
      createOnly: true,
      minLength: 1,
      examples: ['orders-db1'],
    }),
    dsn: nullable(
      sensitive({
        description: 'Connection string of the server: URI, or keywords and values.',
        format: 'conninfo',
        hidden: true,
        examples: ['postgresql://prometheus@db1.example:5432/postgres?sslmode=require'],
      }),
    ),
    password: nullable(secret({ description: 'Password of the connection.', writeOnly: true })),
    port: nullable(
      port({
        description: 'TCP port for the web interface and telemetry of Prometheus.',
        hidden: true,
        examples: [9188],
      }),
    ),
    state: choice(['started', 'stopped', 'absent'], {
      description: 'Runtime state.',
      default: 'started',
      cli: { choices: ['started', 'stopped'] },
    }),
  },
  {
    description: 'Prometheus postgres_exporter of a server that is no instance of this site.',
    rules: [
      {
        reads: ['name'],
        check: ({ name }) => {
          const msg = serviceNameFault(String(name))
          return msg === undefined ? [] : [fault('name', msg, name)]
        },
      },
      {
        reads: ['dsn', 'port', 'state'],
        check({ dsn, port: given, state }) {
          if (state === 'absent') return []
          const absent = Object.entries({ dsn, port: given }).filter(([, value]) => (value ?? null) === null)
          if (absent.length > 0) return absent.map(([name]) => missing(name))
          const msg = dsnFault(String(dsn))
          return msg === undefined ? [] : [fault('dsn', msg, '***')]
        },
      },
    ],
  },
)
