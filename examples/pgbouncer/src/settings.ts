import { type ComponentSettings, choice, jsonSchema, object, path, text } from '@pglift/sdk'

type Scalar = string | number | boolean

/** The section `pgbouncer` of the site settings, resolved: paths are absolute. */
export interface PgbouncerSettings {
  readonly execpath: string
  readonly configpath: string
  readonly logpath: string
  readonly pid_directory: string
  readonly role: string
  readonly pool_mode: 'session' | 'transaction' | 'statement'
  readonly options: Readonly<Record<string, Scalar>>
}

/** Any keys: what they may be is for PgBouncer to say. */
const options = jsonSchema<PgbouncerSettings['options']>({
  description: 'Further settings of PgBouncer, by its own names, for all instances.',
  default: {},
  additionalProperties: { type: ['string', 'number', 'boolean'] },
  examples: [{ max_client_conn: 500 }],
})

/** The section `pgbouncer` of settings.yaml. */
export const settings: ComponentSettings = {
  schema: object(
    {
      execpath: path('absolute', {
        description: 'The program.',
        default: '/usr/sbin/pgbouncer',
        exists: 'executable',
        examples: ['/usr/local/bin/pgbouncer'],
      }),
      configpath: path('config', {
        description: 'Directory of the configuration and authentication files.',
        default: 'pgbouncer',
        examples: ['/etc/pgbouncer'],
      }),
      logpath: path('log', {
        description: 'Directory of the logs, when no service manager keeps them.',
        default: 'pgbouncer',
        examples: ['/var/log/pgbouncer'],
      }),
      pid_directory: path('run', {
        description:
          'Directory of the pid files, when no service manager runs the pools, and of the sockets.',
        default: 'pgbouncer',
        examples: ['/run/pgbouncer'],
      }),
      role: text({
        description: 'Role that looks up the passwords of those who connect.',
        default: 'pgbouncer',
        minLength: 1,
        examples: ['pool'],
      }),
      pool_mode: choice(['session', 'transaction', 'statement'], {
        description: 'When a server connection goes back to the pool.',
        default: 'transaction',
        examples: ['session'],
      }),
      options,
    },
    { description: 'Connection pools by PgBouncer.', examples: [{ pool_mode: 'session' }] },
  ),
}
