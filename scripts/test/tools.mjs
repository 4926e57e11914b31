// Programs besides PostgreSQL's, and extensions, that the functional tests use, and the Debian packages that bring them.
import { existsSync } from 'node:fs'
import { aptInstall, mayInstall } from './apt.mjs'
import { installedMajors } from './postgresql.mjs'
import { succeeds } from './run.mjs'

/** Programs, and files where no program tells that the package is there. */
const PROGRAMS = {
  strace: 'strace',
  pgbackrest: 'pgbackrest',
  sshd: 'openssh-server',
  openssl: 'openssl',
  pgbouncer: 'pgbouncer',
  '/usr/sbin/logrotate': 'logrotate',
  etcd: 'etcd-server',
  etcdctl: 'etcd-client',
  patroni: 'patroni',
  'prometheus-postgres-exporter': 'prometheus-postgres-exporter',
  prometheus: 'prometheus',
  'ansible-playbook': 'ansible-core',
  systemctl: 'systemd',
  sudo: 'sudo',
  ip: 'iproute2',
  man: 'man-db',
  mandoc: 'mandoc',
  curl: 'curl',
  '/usr/share/pam-configs/systemd': 'libpam-systemd',
  '/usr/lib/systemd/user/dbus.socket': 'dbus-user-session',
}

/** PoWA and what it works with, of PostgreSQL's packages of Debian. */
const EXTENSIONS = {
  powa: 'powa',
  pg_qualstats: 'pg-qualstats',
  pg_stat_kcache: 'pg-stat-kcache',
  pg_track_settings: 'pg-track-settings',
  hypopg: 'hypopg',
}

const DEBIAN = '/usr/lib/postgresql'

function programs() {
  return Object.entries(PROGRAMS).map(([name, debianPackage]) => ({
    name,
    debianPackage,
    isThere: () => (name.startsWith('/') ? existsSync(name) : succeeds('sh', ['-c', `command -v ${name}`])),
  }))
}

/** Extensions of the first of Debian's majors that is installed. */
function extensions() {
  const [major] = Object.entries(installedMajors()).find(([, bindir]) => bindir.startsWith(DEBIAN)) ?? []
  return Object.entries(EXTENSIONS).map(([name, suffix]) => ({
    name: `extension ${name}`,
    debianPackage: `postgresql-${major ?? '<major>'}-${suffix}`,
    isThere: () => existsSync(`/usr/share/postgresql/${major}/extension/${name}.control`),
  }))
}

/** Patroni's HTTPS needs it, and its package does not say so. */
const IDNA = {
  name: 'idna of Python',
  debianPackage: 'python3-idna',
  isThere: () => succeeds('/usr/bin/python3', ['-c', 'import idna']),
}

/** Installs what is missing, where it may; throws one Error that names the rest. PostgreSQL is there by then. */
export function prepareTools() {
  const missing = () => [...programs(), IDNA, ...extensions()].filter(({ isThere }) => !isThere())
  const packages = (tools) => tools.map(({ debianPackage }) => debianPackage)
  const wanted = missing()
  if (wanted.length > 0 && mayInstall()) aptInstall(...packages(wanted))
  const left = missing()
  if (left.length === 0) return
  const names = left.map(({ name }) => name).join(', ')
  throw new Error(
    `what the tests need is missing: ${names} (Debian: apt-get install ${packages(left).join(' ')})`,
  )
}
