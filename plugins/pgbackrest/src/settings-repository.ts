import { choice, integer, nullable, object, path, port, section, text } from '@pglift/sdk'
import { type Options, optionMap, type SecretSource, secretSources } from './settings-options.js'

/** How many archives and backups pgBackRest keeps (its options `repo1-retention-*`). */
export interface Retention {
  readonly archive: number
  readonly diff: number
  readonly full: number
}

interface AnyRepository {
  /** Further options of this repository, without `repoN-`. */
  readonly options: Options
  /** Those of them that are secret. */
  readonly secrets: readonly SecretSource[]
}

export interface PathRepository extends AnyRepository {
  readonly mode: 'path'
  readonly path: string
  readonly retention: Retention
}

export interface TlsRepository extends AnyRepository {
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

export interface SshRepository extends AnyRepository {
  readonly mode: 'host-ssh'
  readonly host: string
  readonly host_port: number | null
  readonly host_config: string | null
  readonly host_user: string | null
  readonly cmd_ssh: string | null
}

export const STORES = ['s3', 'azure', 'gcs', 'sftp'] as const

/** A repository in a store of objects, or on a server of files: what it needs stands in `options`. */
export interface StoreRepository extends AnyRepository {
  readonly mode: (typeof STORES)[number]
  /** Directory in it. */
  readonly path: string
  readonly retention: Retention
}

export type Repository = PathRepository | TlsRepository | SshRepository | StoreRepository

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

const further = {
  options: optionMap(
    "Further options of this repository, by pgBackRest's own names without `repoN-` in front.",
    { bundle: true, 'cipher-type': 'aes-256-cbc' },
  ),
  secrets: secretSources('cipher-pass'),
}

const pathMode = object(
  {
    mode: choice(['path'], { description: 'The repository is a directory of this host.' }),
    path: path('data', {
      description: 'Directory of the repository.',
      examples: ['/backup/pgbackrest'],
    }),
    retention,
    ...further,
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
    ...further,
  },
  { description: 'A repository on another host, reached by TLS.' },
)

const sshMode = object(
  {
    mode: choice(['host-ssh'], { description: 'The repository is on another host, reached by SSH.' }),
    ...host,
    host_user: nullable(text({ description: 'User there.', examples: ['pgbackrest'] })),
    cmd_ssh: nullable(text({ description: 'SSH client to run.', examples: ['/usr/bin/ssh'] })),
    ...further,
  },
  { description: 'A repository on another host, reached by SSH.' },
)

const STORE_NAMES: Readonly<Record<StoreRepository['mode'], string>> = {
  s3: 'a bucket of an S3 service',
  azure: 'a container of Azure Blob Storage',
  gcs: 'a bucket of Google Cloud Storage',
  sftp: 'a directory of an SFTP server (pgBackRest 2.46 or newer)',
}

const storeMode = (mode: StoreRepository['mode']) =>
  object(
    {
      mode: choice([mode], { description: `The repository is ${STORE_NAMES[mode]}.` }),
      path: text({
        description: 'Directory in it.',
        default: '/pgbackrest',
        pattern: '^/',
        examples: ['/pgbackrest'],
      }),
      retention,
      ...further,
    },
    { description: `A repository in ${STORE_NAMES[mode]}, written to from this host.` },
  )

/** What a repository may be, by its `mode`. */
export const repositoryModes = [pathMode, tlsMode, sshMode, ...STORES.map(storeMode)]
