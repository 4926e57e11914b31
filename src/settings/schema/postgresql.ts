import { choice, list, nullable, object, text, toggle } from '../../models/field.js'
import { SUPPORTED_VERSIONS } from '../../postgresql/versions.js'
import { computed, path, section, template } from './fields.js'

const INSTANCE = ['version', 'name'] as const
const DUMP = ['bindir', 'path', 'conninfo', 'dbname', 'date'] as const
const PASSWORD_COMMAND = ['instance', 'instance.name', 'instance.version', 'instance.port', 'role'] as const

/** Of initdb's documentation, `--auth-local` and `--auth-host`; `cert` needs a TLS connection. */
const LOCAL_METHODS = [
  'trust',
  'reject',
  'md5',
  'password',
  'scram-sha-256',
  'sspi',
  'ident',
  'peer',
  'pam',
  'ldap',
  'radius',
  'bsd',
] as const
const HOST_METHODS = [
  'trust',
  'reject',
  'md5',
  'password',
  'scram-sha-256',
  'gss',
  'sspi',
  'ident',
  'pam',
  'ldap',
  'radius',
  'bsd',
] as const

const version = choice(SUPPORTED_VERSIONS, { description: 'PostgreSQL major version.', examples: ['15'] })

const initdb = section(
  {
    locale: nullable(
      text({
        description: "Locale of new instances; null: the environment's.",
        default: 'C',
        examples: ['fr_FR.UTF-8'],
      }),
    ),
    encoding: nullable(
      text({ description: 'Encoding of the template database.', default: 'UTF8', examples: ['SQL_ASCII'] }),
    ),
    data_checksums: nullable(
      toggle({
        description: "Checksums on data pages; null: initdb's own default.",
        default: null,
        examples: [true],
      }),
    ),
    allow_group_access: nullable(
      toggle({
        description: 'Let the group of the system user read the data directory.',
        default: null,
        examples: [true],
      }),
    ),
  },
  { description: 'How new instances are initialised.', examples: [{ locale: 'C', data_checksums: true }] },
)

const auth = section(
  {
    local: choice(LOCAL_METHODS, {
      description: 'Authentication method of local connections.',
      default: 'trust',
      examples: ['peer'],
    }),
    host: choice(HOST_METHODS, {
      description: 'Authentication method of TCP connections.',
      default: 'trust',
      examples: ['scram-sha-256'],
    }),
    hostssl: nullable(
      choice([...HOST_METHODS, 'cert'], {
        description: 'Authentication method of TCP connections with TLS.',
        default: 'trust',
        examples: ['cert'],
      }),
    ),
    passfile: nullable(
      path('absolute', {
        description: 'Password file; null: pglift handles none, and has no pgpass option.',
        default: '~/.pgpass',
        examples: ['/srv/pglift/.pgpass'],
      }),
    ),
    password_command: list(
      template(PASSWORD_COMMAND, { description: 'Program, then its arguments.', examples: ['{role}'] }),
      {
        description: 'Command that prints the password of `{role}` on `{instance}`.',
        default: [],
        examples: [['/usr/bin/pass', 'show', '{instance}/{role}']],
      },
    ),
  },
  { description: 'Authentication.', examples: [{ local: 'peer', host: 'scram-sha-256' }] },
)

function role(name: string, what: string) {
  return section(
    {
      name: text({ description: 'Name of the role.', default: name, minLength: 1, examples: [name] }),
      pgpass: toggle({
        description: 'Keep the password of the role in `auth.passfile`.',
        default: false,
        examples: [true],
      }),
    },
    { description: what, examples: [{ name, pgpass: true }] },
  )
}

/** Schema of the `postgresql` section. */
export const postgresqlSection = section(
  {
    bindir: computed(
      nullable(
        path('absolute', {
          description:
            'Directory of the programs of each version. By default the layout of Debian or of the PGDG packages, whichever is there; null: only `versions` counts.',
          variables: ['version'],
          requires: ['version'],
          examples: ['/usr/lib/postgresql/{version}/bin'],
        }),
      ),
    ),
    versions: list(
      object(
        {
          version,
          bindir: path('absolute', {
            description: 'Directory of its programs.',
            exists: 'directory',
            examples: ['/opt/pgsql-15/bin'],
          }),
        },
        { description: 'One version.' },
      ),
      {
        description: 'Versions that can be used, besides those found by `bindir`.',
        default: [],
        examples: [[{ version: '15', bindir: '/opt/pgsql-15/bin' }]],
      },
    ),
    default_version: nullable(
      choice(SUPPORTED_VERSIONS, {
        description: 'Version of new instances; the newest available by default.',
        default: null,
        examples: ['15'],
      }),
    ),
    initdb,
    auth,
    surole: role('postgres', 'Superuser role.'),
    backuprole: role('backup', 'Role that makes backups.'),
    replrole: nullable(
      text({
        description: 'Replication role; null: none.',
        default: null,
        minLength: 1,
        examples: ['replication'],
      }),
    ),
    datadir: path('data', {
      description: 'Data directory of an instance.',
      default: 'pgsql/{version}/{name}/data',
      variables: INSTANCE,
      requires: ['name'],
      examples: ['/pgdata/{version}/{name}/data'],
    }),
    waldir: path('data', {
      description: 'WAL directory of an instance.',
      default: 'pgsql/{version}/{name}/wal',
      variables: INSTANCE,
      requires: ['name'],
      examples: ['/pgwal/{version}/{name}/wal'],
    }),
    logpath: nullable(
      path('log', {
        description: 'Directory of the log files of all instances; null: pglift does not manage them.',
        default: 'postgresql',
        examples: ['/var/log/postgresql'],
      }),
    ),
    socket_directory: path('run', {
      description: 'Directory of Unix sockets.',
      default: 'postgresql',
      examples: ['/var/run/postgresql'],
    }),
    dumps_directory: path('data', {
      description: 'Directory of the database dumps of an instance.',
      default: 'dumps/{version}-{name}',
      variables: INSTANCE,
      requires: INSTANCE,
      examples: ['/backup/dumps/{version}-{name}'],
    }),
    dump_commands: commands(DUMP, 'Commands that dump a database.', [
      ['{bindir}/pg_dump', '-Fc', '-f', '{path}/{dbname}_{date}.dump', '-d', '{conninfo}'],
    ]),
    restore_commands: commands([...DUMP, 'createoption'], 'Commands that restore a dump.', [
      ['{bindir}/pg_restore', '-d', '{conninfo}', '{createoption}', '{path}/{dbname}_{date}.dump'],
    ]),
  },
  {
    description: 'PostgreSQL.',
    examples: [{ auth: { local: 'peer' }, datadir: '/pgdata/{version}/{name}/data' }],
  },
)

function commands(
  variables: readonly string[],
  description: string,
  byDefault: readonly (readonly string[])[],
) {
  const argument = template(variables, {
    description: 'A program, or an argument.',
    examples: ['{conninfo}'],
  })
  return list(
    list(argument, { description: 'A program and its arguments.', minItems: 1, examples: [byDefault[0]] }),
    { description, default: byDefault, examples: [byDefault] },
  )
}
