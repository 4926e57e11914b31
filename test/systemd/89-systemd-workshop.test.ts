import { expect } from 'chai'
import { HOME, Lab } from '../support/lab.js'
import { said } from './said.js'

const UNITS = `${HOME}/.local/share/systemd/user`

/** In the order of the workshop. */
const NAMES = [
  'pglift-postgres_exporter@.service',
  'pglift-backup@.service',
  'pglift-backup@.timer',
  'pglift-postgresql@.service',
]

const RUNNING = 'PostgreSQL: running\nprometheus: running\n'

const SETTINGS = `postgresql:
  auth:
    local: peer
    host: scram-sha-256
  backuprole:
    name: backup
  datadir: /pgdata/{version}/{name}/data
  waldir: /pgdata/{version}/{name}/wal
  logpath: /pgdata/log/postgresql
  socket_directory: /var/run/postgresql
  dumps_directory: /pgdata/backup/dumps/{version}-{name}
pgbackrest:
  repository:
    mode: path
    path: /pgdata/backup/pgbackrest
prometheus:
  execpath: /usr/bin/prometheus-postgres-exporter
systemd: {}
`

const TEMPLATES = {
  'pgbackrest/pgbackrest.conf': `[global]
lock-path={lockpath}
log-path={logpath}
spool-path={spoolpath}
log-level-console=warn
start-fast=y
`,
  'postgresql/postgresql.conf': `cluster_name = {name}
shared_buffers = 25%
effective_cache_size = 66%
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}-%Y-%m-%d_%H%M%S.log'
log_destination = 'stderr'
logging_collector = on
listen_addresses = '*'
`,
  'postgresql/pg_hba.conf': `local   all             {surole}                                {auth.local} map=site
local   all             {backuprole}                            {auth.local} map=site
local   all             prometheus                              {auth.local} map=site
local   all             all                                     {auth.local}
host    all             all             127.0.0.1/32            {auth.host}
host    all             all             ::1/128                 {auth.host}
`,
  'postgresql/pg_ident.conf': `site    {sysuser}       {surole}
site    {sysuser}       {backuprole}
site    {sysuser}       prometheus
`,
}

describe("the workshop on a machine with systemd, typed as written, in the user's service manager", () => {
  let lab: Lab
  let version = ''

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'postgres-exporter', 'systemd'])
    await lab.root(['sh', '-ec', 'mkdir /pgdata && chown postgres:postgres /pgdata'])
    await lab.root(['loginctl', 'enable-linger', 'postgres'])
    await lab.managerIsUp()
    await lab.write('.config/pglift/settings.yaml', SETTINGS)
    for (const [path, text] of Object.entries(TEMPLATES)) await lab.write(`.config/pglift/${path}`, text)
  })

  after(() => lab?.stop())

  const type = async (line: string, answers: readonly string[] = [], expectExit = 0) => {
    const { stdout, stderr } = await lab.type(line, answers, { expectExit })
    return { stdout, said: said(stderr) }
  }

  const units = () =>
    ['postgresql@.service', 'postgres_exporter@.service', 'backup@.timer']
      .map((unit) => `pglift-${unit.replace('@', `@${version}-main`)}`)
      .join(' ')

  const exporter = (doing: string) => `INFO     ${doing} Prometheus postgres_exporter ${version}-main\n`
  const starting = () => `INFO     starting PostgreSQL ${version}-main\n${exporter('starting')}`
  const stopping = () => `INFO     stopping PostgreSQL ${version}-main\n${exporter('stopping')}`

  it('pglift site-configure install', async () => {
    const installed = NAMES.map(
      (name) => `INFO     installed ${name} systemd unit at ${UNITS}/${name}\n`,
    ).join('')
    expect(
      (await type('pglift site-configure install')).said,
    ).to.equal(`${installed}INFO     installing base pgbackrest configuration
INFO     creating pgbackrest include directory
INFO     creating pgbackrest repository path
INFO     creating common pgbackrest directories
INFO     creating postgresql log directory
`)
    expect((await type('pglift site-configure install')).said).to.equal('')
    expect((await type('pglift site-configure check')).said).to.equal('')
  })

  it('pglift instance create main --pgbackrest-stanza=main', async () => {
    const { said } = await type('pglift instance create main --pgbackrest-stanza=main')
    version = /starting PostgreSQL (\d+)-main/.exec(said)?.[1] ?? ''
    expect(said).to.equal(`INFO     initializing PostgreSQL
INFO     configuring PostgreSQL authentication
INFO     configuring PostgreSQL
INFO     starting PostgreSQL ${version}-main
INFO     creating role 'prometheus'
INFO     creating role 'backup'
INFO     configuring Prometheus postgresql ${version}-main
INFO     configuring pgBackRest stanza 'main' for pg1-path=/pgdata/${version}/main/data
INFO     creating pgBackRest stanza main
INFO     checking pgBackRest configuration for stanza 'main'
INFO     creating instance dumps directory: /pgdata/backup/dumps/${version}-main
INFO     starting Prometheus postgres_exporter ${version}-main
`)
    const { stdout } = await lab.type(`systemctl --user is-active ${units()}`)
    expect(stdout).to.equal('active\nactive\nactive\n')
    expect((await lab.type(`systemctl --user is-enabled ${units()}`)).stdout).to.equal(
      'enabled\nenabled\nenabled\n',
    )
  })

  it('curl http://localhost:9187/metrics | grep -v ^#', async () => {
    const { stdout } = await lab.sh('curl -s http://localhost:9187/metrics | grep -v ^#')
    expect(stdout).to.match(/^pg_up 1$/m)
  })

  it('has instance, exporter and timer back after a reboot', async () => {
    await lab.reboot()
    await lab.managerIsUp()
    // Of several, one that is active is enough for it.
    const back = units()
      .split(' ')
      .map((unit) => `systemctl --user is-active ${unit}`)
    await lab.until(back.join(' && '), 'all units are back')
    await lab.until(
      "curl -s http://localhost:9187/metrics | grep -x 'pg_up 1'",
      'the exporter reaches the server',
    )
  })

  it('pglift instance list, env', async () => {
    const { stdout } = await type('pglift instance list')
    expect(stdout).to.include(`| main | ${version}      | 5432 | /pgdata/${version}/main/data | running |`)
    const env = (await type('pglift instance env main')).stdout.replace(/^PATH=.*\n/, '')
    expect(env).to.equal(`PGBACKREST_CONFIG_PATH=${HOME}/.local/share/pglift/etc/pgbackrest
PGBACKREST_STANZA=main
PGDATA=/pgdata/${version}/main/data
PGHOST=/var/run/postgresql
PGPASSFILE=${HOME}/.pgpass
PGPORT=5432
PGUSER=postgres
PSQLRC=/pgdata/${version}/main/data/.psqlrc
PSQL_HISTORY=/pgdata/${version}/main/data/.psql_history
`)
    const prompt = "export $(pglift instance env main); psql -At -c 'select 1' -c '\\echo :PROMPT1'"
    const said = (await lab.sh(prompt)).stdout
    expect(said).to.equal(`1\n[${version}/main] %n@%~%R%x%# \n`)
  })

  it('pglift instance status, stop, start, restart', async () => {
    const timer = `systemctl --user is-active pglift-backup@${version}-main.timer`
    expect((await type('pglift instance status main')).stdout).to.equal(RUNNING)
    expect((await type('pglift instance stop main')).said).to.equal(stopping())
    expect((await type(timer, [], 3)).stdout).to.equal('inactive\n')
    expect((await type('pglift instance status main', [], 3)).stdout).to.equal(
      'PostgreSQL: not running\nprometheus: not running\n',
    )
    expect((await type('pglift instance start main')).said).to.equal(starting())
    expect((await type('pglift instance status main')).stdout).to.equal(RUNNING)
    expect((await type(timer)).stdout).to.equal('active\n')
    expect((await type('pglift instance restart main')).said).to.equal(
      `INFO     restarting instance ${version}/main\n${exporter('stopping')}${exporter('starting')}`,
    )
    expect((await type('pglift instance status main')).stdout).to.equal(RUNNING)
  })

  it('pglift role create bob, database create ws1 and ws2', async () => {
    const { said } = await type('pglift role create bob --password secret --login')
    expect(said).to.equal("INFO     creating role 'bob'\n")
    expect((await type('pglift role list')).stdout).to.match(/\| backup +\| False +\| True +\| True +\| True/)
    expect((await type('pglift database create ws1')).said).to.equal(
      `INFO     creating 'ws1' database in ${version}/main\n`,
    )
    const line = 'pglift database create ws2 --owner bob --schema s1 --schema s2'
    expect((await type(line)).said).to.equal(`INFO     creating 'ws2' database in ${version}/main
INFO     creating schema 's1' in database ws2
INFO     creating schema 's2' in database ws2
`)
  })

  it('pglift instance backup main, backups', async () => {
    await type('pglift instance backup main')
    const { stdout } = await type('pglift instance backups')
    expect(stdout).to.match(
      /\| \d{8}-\d{6}F \| [\d.]+ MB +\| [\d.]+ MB +\| .* \| full \| postgres, ws1, ws2 \|/,
    )
  })

  it('pglift instance stop, restore, start main', async () => {
    expect((await type('pglift instance stop')).said).to.equal(stopping())
    expect((await type('pglift instance restore')).said).to.match(
      new RegExp(`^INFO     restoring instance ${version}/main with pgBackRest$`, 'm'),
    )
    expect((await type('pglift instance start main')).said).to.equal(starting())
  })

  it('pglift database dump ws1, drop ws1, pg_restore', async () => {
    expect((await type('pglift database dump ws1')).said).to.equal(
      `INFO     backing up database 'ws1' on instance ${version}/main\n`,
    )
    expect((await type('pglift database drop ws1')).said).to.equal("INFO     dropping 'ws1' database\n")
    const { stderr } = await lab.sh(
      'export $(pglift instance env main); pg_restore -d postgres --create --verbose /pgdata/backup/dumps/*/ws1_*.dump',
    )
    expect(stderr).to.include('pg_restore: creating DATABASE "ws1"')
  })

  it('pglift instance drop', async () => {
    const { said } = await type('pglift instance drop', ['y', 'y', 'y'])
    expect(said).to.equal(`INFO     dropping instance ${version}/main
> Confirm complete deletion of instance ${version}/main? [y/n] (y): 
${stopping()}> Confirm deletion of 1 backup(s) for stanza main? [y/n] (n): 
INFO     deconfiguring Prometheus postgres_exporter ${version}-main
INFO     deconfiguring pgBackRest
> Confirm deletion of database dump(s) for instance ${version}/main? [y/n] (y): 
INFO     deleting PostgreSQL cluster
`)
    const { stdout } = await lab.sh("systemctl --user list-units --all --plain --no-legend 'pglift-*.*'")
    expect(stdout).to.not.match(/\.(service|timer) /)
  })

  it('pglift site-configure uninstall', async () => {
    const { said } = await type('pglift site-configure uninstall', ['y'])
    const removed = NAMES.map((name) => `INFO     removing ${name} systemd unit (${UNITS}/${name})\n`).join(
      '',
    )
    expect(said).to.equal(`> Delete pgbackrest repository path /pgdata/backup/pgbackrest? [y/n] (n): 
${removed}INFO     deleting pgbackrest include directory
INFO     uninstalling base pgbackrest configuration
INFO     deleting pgbackrest repository path
INFO     deleting common pgbackrest directories
INFO     deleting postgresql log directory
`)
    const { stdout } = await lab.sh(`find ${UNITS} -type f -o -type l 2>/dev/null || true`)
    expect(stdout).to.equal('')
    expect((await lab.sh('find /pgdata -type f')).stdout).to.equal('')
  })
})
