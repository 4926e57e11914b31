import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places.js'

const TUTORIALS = 'docs/tutorials'

/**
 * Documents that are typed on a machine with systemd (test/systemd/97-documents.test.ts), one after the other: each finds
 * what those before it have left.
 */
export const TYPED_IN_LAB: readonly string[] = [
  'docs/installation.md',
  'docs/tutorials/workshop.md',
  'docs/systemd.md',
  'docs/migration.md',
]

/** What is typed on several hosts at once (test/functional/97-documents-cluster.test.ts), and on how many. */
export const TYPED_ON_HOSTS: Readonly<Record<string, number>> = {
  'docs/tutorials/high-availability.md': 3,
  'docs/tutorials/cluster-operations.md': 4,
}

/** Typed where Ansible is (test/functional/93-ansible-readme.test.ts). */
export const TYPED_WITH_ANSIBLE = 'ansible/README.md'

/** All other tutorials, and what reads like one: each is typed by a user with a home directory of his own. */
export const TYPED_AT_HOME: readonly string[] = [
  ...readdirSync(join(ROOT, TUTORIALS))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${TUTORIALS}/${file}`)
    .filter((path) => !TYPED_IN_LAB.includes(path) && !(path in TYPED_ON_HOSTS)),
  'docs/whole-host.md',
]

/** READMEs of components: pglift is installed before they are typed, as they say themselves. */
export const TYPED_WITH_PGLIFT: readonly string[] = [
  'plugins/pgbackrest/README.md',
  'plugins/postgres-exporter/README.md',
  'plugins/powa/README.md',
]

/** Its quickstart makes the instance that the rest is about. */
export const README = 'README.md'

export const TYPED: readonly string[] = [
  ...TYPED_IN_LAB,
  ...TYPED_AT_HOME,
  ...TYPED_WITH_PGLIFT,
  ...Object.keys(TYPED_ON_HOSTS),
  ...[README, TYPED_WITH_ANSIBLE],
]

interface Untyped {
  readonly document: string
  /** First command of the block. */
  readonly command: string
  /** Why no test of documents types it, and what shows that it is true. */
  readonly because: string
}

/** Blocks `console untyped`, and all those of documents that no test types. */
export const UNTYPED: readonly Untyped[] = [
  {
    document: README,
    command: 'npm test',
    because: 'it is what runs this test',
  },
  {
    document: README,
    command: 'npm ci',
    because: 'npm test begins with it, and with the build; docs/installation.md types the installation',
  },
  {
    document: 'docs/installation.md',
    command: 'npm ci',
    because: 'npm test begins with it, and with the build; the archives that are installed are packed for it',
  },
  {
    document: 'docs/installation.md',
    command: 'npm install --global --offline --silent --prefix ~/.local /srv/packages/pglift-0.1.0.tgz',
    because: 'every tutorial types it, with a registry; test/functional/87-packed.test.ts without one',
  },
  {
    document: 'docs/components.md',
    command: 'npm run build',
    because: 'test/functional/87-packed.test.ts does it with the component of that page',
  },
  {
    document: 'examples/pgbouncer/README.md',
    command: 'npm install          # the SDK, and what builds and tests',
    because: 'test/functional/87-stranger.test.ts does it, with a registry of its own',
  },
  {
    document: 'plugins/logrotate/README.md',
    command: 'pglift plugins install @pglift/logrotate',
    because: 'test/functional/88-logrotate.test.ts does it, and runs logrotate',
  },
  {
    document: 'plugins/patroni/README.md',
    command: 'pglift plugins install @pglift/patroni',
    because: 'it takes hosts of these names; test/functional/95-patroni.test.ts does it with members on one',
  },
  {
    document: 'docs/tutorials/cluster-operations.md',
    command:
      'pglift instance stop main                                   # on the replicas, then on the leader',
    because: 'it takes a second major; test/functional/95-patroni-conversion.test.ts upgrades a cluster',
  },
  {
    document: 'docs/tutorials/cluster-operations.md',
    command: 'etcdctl --endpoints=10.0.0.11:2379 del --prefix /service/app/',
    because:
      'test/functional/86-pgbackrest-restore.test.ts makes instances of backups, test/functional/95-patroni-conversion.test.ts members of instances',
  },
  {
    document: 'plugins/postgres-exporter/README.md',
    command:
      "pglift postgres_exporter install orders 'postgresql://prometheus@db1.example/postgres?sslmode=require' 9190 --password",
    because:
      'it takes a host of that name; docs/tutorials/monitoring.md types it with a server that is there',
  },
  {
    document: 'plugins/powa/README.md',
    command: 'apt-get install postgresql-15-powa postgresql-15-pg-qualstats postgresql-15-pg-stat-kcache',
    because: 'scripts/test/tools.mjs does it',
  },
  {
    document: 'plugins/systemd/README.md',
    command: 'pglift plugins install @pglift/systemd',
    because:
      'docs/installation.md and docs/tutorials/workshop.md type the same, with a component from its archive',
  },
  {
    document: 'plugins/systemd/README.md',
    command: 'loginctl enable-linger postgres',
    because: 'docs/systemd.md types it',
  },
  {
    document: 'plugins/systemd/README.md',
    command: 'usermod -aG systemd-journal postgres',
    because: 'docs/systemd.md types it',
  },
  {
    document: 'plugins/systemd/README.md',
    command: 'install -d -o postgres -g postgres /run/pglift',
    because: 'test/systemd/89-systemd-system.test.ts does it',
  },
]
