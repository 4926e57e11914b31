import { HOME, type Lab } from '../support/lab.js'

const PREFIX = `${HOME}/.local/share/pglift`
const DATA = `${PREFIX}/srv/pgsql/15/main/data`
const SOCKETS = '/srv/original/postgresql'
const BINDIR = '/usr/lib/postgresql/15/bin'
const UNITS = '.local/share/systemd/user'

/** Settings with what went away in the original, and what has no component here. */
const SETTINGS = `run_prefix: /srv/original
cli:
  log_format: "%(levelname)-8s %(message)s"
postgresql:
  auth: {local: trust, host: scram-sha-256}
  replrole: replication
pgbackrest:
  repository: {mode: path, path: /srv/original/backups}
prometheus:
  execpath: /usr/bin/prometheus-postgres-exporter
  queriespath: prometheus/postgres_exporter_queries-{name}.yaml
systemd: {}
rsyslog: {}
`

const PGBACKREST = `[global]
lock-path = /srv/original/pgbackrest/lock
log-path = ${PREFIX}/log/pgbackrest
spool-path = ${PREFIX}/srv/pgbackrest/spool
repo1-path = /srv/original/backups
repo1-retention-archive = 2
repo1-retention-diff = 3
repo1-retention-full = 2
`

const STANZA = `[main]
pg1-path = ${DATA}
pg1-port = 5432
pg1-user = backup
pg1-socket-path = ${SOCKETS}
`

const EXPORTER = `DATA_SOURCE_NAME=postgresql://prometheus@:5432/postgres?host=${SOCKETS}&sslmode=disable
POSTGRES_EXPORTER_OPTS='--web.listen-address :9187 --log.level info'
`

const HBA = `# TYPE  DATABASE        USER            ADDRESS                 METHOD
local   all             all                                     trust
host    all             all             127.0.0.1/32            scram-sha-256
`

/** Where the original starts a server by itself, its unit does so by Python; this one is what comes of it. */
const UNIT = `[Unit]
Description=PostgreSQL instance %i
[Service]
Type=notify
ExecStart=${BINDIR}/postgres -D ${PREFIX}/srv/pgsql/%I/data
KillSignal=SIGINT
[Install]
WantedBy=default.target
`

const EXPORTER_UNIT = `[Unit]
After=pglift-postgresql@%i.service
[Service]
EnvironmentFile=-${PREFIX}/etc/prometheus/postgres_exporter-%i.conf
ExecStart=/usr/bin/prometheus-postgres-exporter $POSTGRES_EXPORTER_OPTS
Restart=on-failure
[Install]
WantedBy=default.target
`

const BACKUP = `[Service]
Type=oneshot
ExecStart=/usr/bin/python3 -m pglift_cli instance backup %I
`

const TIMER = `[Timer]
OnCalendar=daily
[Install]
WantedBy=timers.target
`

/** What the original writes in place into postgresql.conf: known names on their own line, the others at the end. */
const CONFIGURE = `
put() { sed -i "s|^#*$1 = [^#]*|$1 = $2 |" ${DATA}/postgresql.conf; }
put shared_buffers "'64 MB'"
put work_mem "'8MB'"
put unix_socket_directories "'${SOCKETS}'"
put cluster_name "'main'"
put log_directory "'${PREFIX}/log/postgresql'"
put logging_collector on
put wal_level replica
put archive_mode on
put archive_command "'/usr/bin/pgbackrest --config-path=${PREFIX}/etc/pgbackrest --stanza=main --pg1-path=${DATA} archive-push %p'"
`

const OBJECTS = [
  'CREATE ROLE replication LOGIN REPLICATION',
  'GRANT pg_read_all_stats TO replication',
  'CREATE ROLE backup LOGIN SUPERUSER',
  'CREATE ROLE prometheus LOGIN IN ROLE pg_monitor',
  'CREATE ROLE bob LOGIN',
  'CREATE DATABASE shop OWNER bob',
].map((statement) => `-c '${statement}'`)

/**
 * A site as the original leaves it, with the instance 15/main running, backed up by a timer: its directories, its files and
 * units, and postgresql.conf as it edits it.
 */
export async function makeOriginalSite(lab: Lab): Promise<void> {
  await lab.root(['install', '-d', '-o', 'postgres', '-g', 'postgres', '/srv/original'])
  const initdb = `${BINDIR}/initdb -D ${DATA} --waldir=${PREFIX}/srv/pgsql/15/main/wal --auth=trust --encoding=UTF8 --locale=C`
  await lab.sh(`mkdir -p ${SOCKETS} /srv/original/backups ${PREFIX}/log/postgresql ${PREFIX}/log/pgbackrest ${PREFIX}/srv/dumps/15-main
${initdb} > /dev/null
${CONFIGURE}`)
  const files = {
    [`${HOME}/.config/pglift/settings.yaml`]: SETTINGS,
    [`${DATA}/pg_hba.conf`]: HBA,
    [`${PREFIX}/etc/pgbackrest/pgbackrest.conf`]: PGBACKREST,
    [`${PREFIX}/etc/pgbackrest/conf.d/main.conf`]: STANZA,
    [`${PREFIX}/etc/prometheus/postgres_exporter-15-main.conf`]: EXPORTER,
    [`${UNITS}/pglift-postgresql@.service`]: UNIT,
    [`${UNITS}/pglift-postgres_exporter@.service`]: EXPORTER_UNIT,
    [`${UNITS}/pglift-backup@.service`]: BACKUP,
    [`${UNITS}/pglift-backup@.timer`]: TIMER,
    [`${HOME}/.config/user-tmpfiles.d/pglift-postgresql.conf`]: `d ${SOCKETS} 0700 - - -\n`,
  }
  for (const [path, text] of Object.entries(files)) await lab.write(path, text)
  await lab.sh(`chmod 600 ${PREFIX}/etc/prometheus/*.conf
systemctl --user daemon-reload
systemctl --user enable --quiet --now pglift-postgresql@15-main.service pglift-backup@15-main.timer
${BINDIR}/psql -q -h ${SOCKETS} ${OBJECTS.join(' ')}
systemctl --user enable --quiet --now pglift-postgres_exporter@15-main.service
pgbackrest --config-path=${PREFIX}/etc/pgbackrest --stanza=main stanza-create --no-online`)
}
