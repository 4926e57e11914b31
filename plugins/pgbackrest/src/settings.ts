import {
  type ComponentSettings,
  choice,
  integer,
  list,
  nullable,
  object,
  path,
  port,
  section,
  text,
} from '@pglift/sdk'
import { settingsFaults } from './settings-check.js'

type Scalar = string | number | boolean

/** How many archives and backups pgBackRest keeps (its options `repo1-retention-*`). */
export interface Retention {
  readonly archive: number
  readonly diff: number
  readonly full: number
}

export interface PathRepository {
  readonly mode: 'path'
  readonly path: string
  readonly retention: Retention
}

export interface TlsRepository {
  readonly mode: 'host-tls'
  readonly host: string
  readonly host_port: number | null
  readonly host_config: string | null
  /** Common name that the repository host's certificate has: it may connect to the TLS server here. */
  readonly cn: string
  readonly certificate: { readonly ca_cert: string; readonly cert: string; readonly key: string }
  readonly port: number
  readonly pid_file: string
}

export interface SshRepository {
  readonly mode: 'host-ssh'
  readonly host: string
  readonly host_port: number | null
  readonly host_config: string | null
  readonly host_user: string | null
  readonly cmd_ssh: string | null
}

/** Where the value of a secret option comes from. */
export interface SecretSource {
  readonly option: string
  readonly file: string | null
  readonly command: readonly string[]
}

/** The section `pgbackrest` of the site settings, resolved. */
export interface PgbackrestSettings {
  readonly execpath: string
  /** Directory of `pgbackrest.conf`, `server.conf` and `conf.d`. */
  readonly configpath: string
  readonly repository: PathRepository | TlsRepository | SshRepository
  readonly logpath: string
  readonly spoolpath: string
  readonly lockpath: string
  /** Further options of pgBackRest, for all stanzas. */
  readonly options: Readonly<Record<string, Scalar | readonly Scalar[]>>
  readonly secrets: readonly SecretSource[]
}

const count = (description: string, byDefault: number) =>
  integer({ description, default: byDefault, minimum: 1, examples: [byDefault] })

const retention = section(
  {
    archive: count('Number of backups whose WAL is kept.', 2),
    diff: count('Number of differential backups that are kept.', 3),
    full: count('Number of full backups that are kept.', 2),
  },
  { description: 'What is kept when a backup was made.', examples: [{ full: 4 }] },
)

const pathMode = object(
  {
    mode: choice(['path'], { description: 'The repository is a directory of this host.' }),
    path: path('data', {
      description: 'Directory of the repository.',
      examples: ['/backup/pgbackrest'],
    }),
    retention,
  },
  { description: 'A repository on this host.', examples: [{ mode: 'path', path: '/backup/pgbackrest' }] },
)

const host = {
  host: text({ description: 'Name of the repository host.', minLength: 1, examples: ['backups.example'] }),
  host_port: nullable(port({ description: "Port there; null: pgBackRest's default.", examples: [8432] })),
  host_config: nullable(
    text({
      description: "pgBackRest's configuration file there; null: its default.",
      examples: ['/etc/pgbackrest/pgbackrest.conf'],
    }),
  ),
}

const file = (description: string, example: string) =>
  path('absolute', { description, exists: 'file', examples: [example] })

const certificate = object(
  {
    ca_cert: file('Certificate of the authority.', '/etc/pgbackrest/ca.crt'),
    cert: file('Certificate of this host.', '/etc/pgbackrest/host.crt'),
    key: file('Its key, readable for its owner only.', '/etc/pgbackrest/host.key'),
  },
  { description: 'Certificate that this host shows, as client and as server.' },
)

const tlsMode = object(
  {
    mode: choice(['host-tls'], { description: 'The repository is on another host, reached by TLS.' }),
    ...host,
    cn: text({
      description: "Common name of the repository host's certificate.",
      minLength: 1,
      examples: ['backups.example'],
    }),
    certificate,
    port: port({ description: 'Port of the TLS server of this host.', default: 8432, examples: [8433] }),
    pid_file: path('run', {
      description: 'File of the pid of the TLS server, when no service manager runs it.',
      default: 'pgbackrest.pid',
      examples: ['/run/pglift/pgbackrest.pid'],
    }),
  },
  { description: 'A repository on another host, reached by TLS.' },
)

const sshMode = object(
  {
    mode: choice(['host-ssh'], { description: 'The repository is on another host, reached by SSH.' }),
    ...host,
    host_user: nullable(text({ description: 'User there.', examples: ['pgbackrest'] })),
    cmd_ssh: nullable(text({ description: 'SSH client to run.', examples: ['/usr/bin/ssh'] })),
  },
  { description: 'A repository on another host, reached by SSH.' },
)

const secretSource = object(
  {
    option: text({ description: 'Name of the option.', minLength: 1, examples: ['repo1-cipher-pass'] }),
    file: nullable(file('File that holds the value, its last line end aside.', '/etc/pgbackrest/passphrase')),
    command: list(text({ description: 'A program, or an argument.', examples: ['show'] }), {
      description: 'Command that prints the value.',
      default: [],
      examples: [['/usr/bin/pass', 'show', 'pgbackrest']],
    }),
  },
  { description: 'A secret option of pgBackRest, and where its value comes from.' },
)

/** A mapping of any keys: what they may be is for pgBackRest to say. It is taken as it is, then checked. */
const options = {
  description:
    "Further options of pgBackRest for all stanzas, by its own names without dashes in front. Those that pglift sets itself and those that hold secrets can't be given here.",
  default: {},
  additionalProperties: { type: ['string', 'number', 'boolean', 'array'] },
  examples: [{ 'process-max': 4, 'compress-type': 'zst', 'repo1-bundle': true }],
}

/** Schema of the section with its checks. */
export const settings: ComponentSettings = {
  schema: object(
    {
      execpath: path('absolute', {
        description: 'The program.',
        default: '/usr/bin/pgbackrest',
        exists: 'executable',
        examples: ['/usr/local/bin/pgbackrest'],
      }),
      configpath: path('config', {
        description: 'Directory of its configuration.',
        default: 'pgbackrest',
        examples: ['/etc/pgbackrest'],
      }),
      repository: {
        description: 'Where backups and WAL are kept.',
        anyOf: [pathMode, tlsMode, sshMode],
        examples: [{ mode: 'path', path: '/backup/pgbackrest' }],
      } as never,
      logpath: path('log', {
        description: 'Directory of its logs.',
        default: 'pgbackrest',
        examples: ['/var/log/pgbackrest'],
      }),
      spoolpath: path('data', {
        description: 'Directory of WAL that is on its way, when it is sent asynchronously.',
        default: 'pgbackrest/spool',
        examples: ['/var/spool/pgbackrest'],
      }),
      lockpath: path('run', {
        description: 'Directory of its locks; it makes it itself.',
        default: 'pgbackrest/lock',
        examples: ['/run/pgbackrest'],
      }),
      options: options as never,
      secrets: list(secretSource, {
        description: 'Options that hold passwords and keys; they are written to a file of mode 0600.',
        default: [],
        examples: [[{ option: 'repo1-cipher-pass', file: '/etc/pgbackrest/passphrase' }]],
      }),
    },
    { description: 'Backups by pgBackRest.', examples: [{ repository: { mode: 'path', path: '/backup' } }] },
  ) as ComponentSettings['schema'],
  check: (site) => settingsFaults(site.pgbackrest as PgbackrestSettings),
}
