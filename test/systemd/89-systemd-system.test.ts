import { expect } from 'chai'
import { Lab } from '../support/lab.js'
import { makeSite, mayReadJournal, PGBACKREST } from './site.js'

const UNITS = '/etc/systemd/system'

/** As the README of the component has them. */
const SUDOERS = `Cmnd_Alias PGLIFT_RUN = /usr/bin/systemctl --system daemon-reload, \\
  /usr/bin/systemctl --system enable --quiet pglift-*, /usr/bin/systemctl --system disable --quiet pglift-*, \\
  /usr/bin/systemctl --system start pglift-*, /usr/bin/systemctl --system stop pglift-*, \\
  /usr/bin/systemctl --system restart pglift-*, /usr/bin/systemctl --system reload pglift-*, \\
  /usr/bin/systemctl --system reset-failed pglift-*, \\
  /usr/bin/systemctl --system status --no-pager --full --lines=20 pglift-*
Cmnd_Alias PGLIFT_INSTALL = /usr/bin/tee /etc/systemd/system/pglift-*, /usr/bin/rm -f /etc/systemd/system/pglift-*, \\
  /usr/bin/mkdir -p /etc/systemd/system/pglift-*, /usr/bin/rmdir /etc/systemd/system/pglift-*, \\
  /usr/bin/rm -f /var/lib/systemd/timers/stamp-pglift-*, \\
  /usr/bin/tee /etc/tmpfiles.d/pglift-*, /usr/bin/rm -f /etc/tmpfiles.d/pglift-*, \\
  /usr/bin/systemd-tmpfiles --create /etc/tmpfiles.d/pglift-*
postgres ALL=(root) NOPASSWD: PGLIFT_RUN, PGLIFT_INSTALL
`

describe("services in the system's service manager, by sudo", () => {
  let lab: Lab
  let qualname = ''

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'postgres-exporter', 'systemd'])
    await mayReadJournal(lab)
    await makeSite(lab, {
      run_prefix: '/run/pglift',
      pgbackrest: { ...PGBACKREST, schedule: { calendar: '*:*:0/3', type: 'diff' } },
      prometheus: { execpath: '/usr/bin/prometheus-postgres-exporter' },
      systemd: { user: false, sudo: true },
    })
    await lab.root(['install', '-d', '-o', 'postgres', '-g', 'postgres', '/run/pglift'])
  })

  after(() => lab?.stop())

  const pglift = (line: string, expectExit = 0) =>
    lab.run(['pglift', '--non-interactive', ...line.split(' ')], { expectExit })
  const show = async (unit: string, property: string) =>
    (await lab.run(['systemctl', 'show', '-P', property, unit])).stdout.trim()
  const server = () => `pglift-postgresql@${qualname}.service`
  const timer = () => `pglift-backup@${qualname}.timer`

  it('says what sudo would have to allow', async () => {
    const { stderr } = await pglift('site-configure install', 1)
    expect(stderr).to.match(
      /Error: sudo does not let user 'postgres' run 'systemctl --system daemon-reload' without a password\n/,
    )
    expect(stderr).to.include('hint: the README of @pglift/systemd has the lines for /etc/sudoers.d\n')
    expect((await pglift('site-configure check', 1)).stderr).to.include('ERROR missing systemd unit')
  })

  it('says which setting is wanting without sudo', async () => {
    const path = '.config/pglift/settings.yaml'
    await lab.sh(`cp ${path} /tmp/settings; sed -i 's/sudo: true/sudo: false/' ${path}`)
    const { stderr } = await pglift('site-configure install', 1)
    expect(stderr).to.match(
      /Error: .*pglift-\S+@\.service: permission denied\nhint: set 'systemd.sudo: true'/,
    )
    expect(stderr).to.not.include('could not revert')
    await lab.sh(`sed -i 's/user: false/user: true\\n  sudo: true/; s/sudo: false//' ${path}`)
    const both = (await pglift('site-configure check', 1)).stderr
    expect(both).to.match(/systemd\.sudo\n +cannot be used with 'user' mode/)
    await lab.sh(`cp /tmp/settings ${path}; sed -i '/run_prefix/d' ${path}`)
    await lab.root(['loginctl', 'enable-linger', 'postgres'])
    await lab.managerIsUp()
    expect((await pglift('site-configure check', 1)).stderr).to.match(
      /run_prefix\n +goes with the session of its user/,
    )
    await lab.root(['loginctl', 'disable-linger', 'postgres'])
    await lab.sh(`cp /tmp/settings ${path}`)
  })

  it('installs units that score at most 4.0 in systemd-analyze security', async () => {
    await lab.write('/etc/sudoers.d/pglift', SUDOERS, { user: 'root' })
    await lab.root(['chmod', '440', '/etc/sudoers.d/pglift'])
    await lab.root(['visudo', '--check', '--quiet'])
    const { stderr } = await pglift('site-configure install')
    for (const name of [
      'postgres_exporter@.service',
      'backup@.service',
      'backup@.timer',
      'postgresql@.service',
    ].map((unit) => `pglift-${unit}`))
      expect(stderr).to.include(`INFO installed ${name} systemd unit at ${UNITS}/${name}\n`)
    expect(stderr).to.not.include('linger')
    expect((await pglift('site-configure install')).stderr).to.equal('')
    await pglift('site-configure check')
    for (const name of ['postgresql', 'backup', 'postgres_exporter'])
      await lab.run([
        'systemd-analyze',
        'security',
        '--offline=true',
        '--threshold=40',
        `${UNITS}/pglift-${name}@.service`,
      ])
    await lab.sh(`systemd-analyze verify ${UNITS}/pglift-*`)
  })

  it('runs an instance as its user, confined, with its backups', async () => {
    await pglift('instance create main --port 5501 --pgbackrest-stanza main')
    qualname = `${(await pglift('instance list')).stdout.match(/\| main \| (\d+) /)?.[1]}-main`
    expect(await show(server(), 'ActiveState')).to.equal('active')
    expect(await show(server(), 'User')).to.equal('postgres')
    expect(await show(`pglift-postgres_exporter@${qualname}.service`, 'ActiveState')).to.equal('active')
    expect((await lab.sh('curl -s http://localhost:9187/metrics')).stdout).to.match(/^pg_up 1$/m)
    await lab.root([
      'sh',
      '-ec',
      `mkdir -p ${UNITS}/${timer()}.d; printf '[Timer]\\nRandomizedDelaySec=0\\n' > ${UNITS}/${timer()}.d/90.conf; systemctl daemon-reload`,
    ])
    const backups = 'pglift instance backups main -o json | grep -q \'"type": "diff"\''
    await lab.until(backups, 'a differential backup of the schedule')
  })

  it('has it back after a reboot, with its directories below /run', async () => {
    await lab.reboot()
    await lab.until(
      `systemctl is-active ${server()} && systemctl is-active ${timer()}`,
      'instance and timer are back',
    )
    expect((await pglift('instance status main')).stdout).to.equal(
      'PostgreSQL: running\nprometheus: running\n',
    )
    expect((await lab.sh('stat -c %U /run/pglift /run/pglift/postgresql')).stdout).to.equal(
      'postgres\npostgres\n',
    )
    await pglift('instance restart main')
  })

  it('shows what a unit said that fails to start', async () => {
    await pglift('instance stop main')
    const conf = `/srv/pglift/srv/pgsql/${qualname.replace('-', '/')}/data/postgresql.conf`
    await lab.sh(`cp ${conf} /tmp/conf; echo "nonsense = 1" >> ${conf}`)
    const { stderr } = await pglift('instance start main', 1)
    expect(stderr).to.match(/unrecognized configuration parameter "nonsense" in file .*postgresql.conf/)
    expect(stderr).to.include(`hint: see 'journalctl --unit=${server()}'\n`)
    await lab.sh(`cp /tmp/conf ${conf}`)
    await pglift('instance start main')
  })

  it('writes the schedule of an instance by sudo, and removes it', async () => {
    await lab.run(['pglift', 'instance', 'alter', 'main', '--pgbackrest-schedule-calendar', 'Sun 02:00'])
    expect(await show(timer(), 'TimersCalendar')).to.include('Sun *-*-* 02:00:00')
    await pglift('instance drop main')
    expect((await lab.sh(`find ${UNITS} -name '*${qualname}*'`)).stdout).to.equal(`${UNITS}/${timer()}.d\n`)
    expect((await lab.sh(`ls ${UNITS}/${timer()}.d`)).stdout).to.equal('90.conf\n')
    expect((await lab.sh('ls /var/lib/systemd/timers')).stdout).to.not.include('pglift')
  })

  it('leaves nothing', async () => {
    await lab.root(['rm', '-r', `${UNITS}/${timer()}.d`])
    await pglift('site-configure uninstall')
    expect((await lab.sh("find /etc /run/systemd -name 'pglift-*' 2>/dev/null || true")).stdout).to.equal('')
  })
})
