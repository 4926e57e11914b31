import { expect } from 'chai'
import { Lab } from '../support/lab.js'
import { makeSite, mayReadJournal } from './site.js'

/** One node, which keeps its data, so that a reboot finds the cluster as it was. */
const ETCD = `[Service]
Type=notify
ExecStart=/usr/bin/etcd --data-dir=/srv/pglift/etcd --unsafe-no-fsync --log-level=warn
[Install]
WantedBy=default.target
`

const PATRONI = `bootstrap:
  dcs: {ttl: 10, loop_wait: 1, retry_timeout: 3}
watchdog: {mode: 'off'}
`

const CREATE = [
  ...['pglift', 'instance', 'create', 'main', '--port', '5432'],
  ...['--surole-password', 'super', '--replrole-password', 'repl'],
  ...['--patroni-cluster', 'app', '--patroni-node', 'm1'],
  ...['--patroni-restapi-connect-address', '127.0.0.2:8008'],
  ...['--patroni-postgresql-connect-host', '127.0.0.2'],
]

describe("a member of a Patroni cluster, run by the user's service manager", () => {
  let lab: Lab
  let unit = ''

  before(async () => {
    lab = await Lab.boot(['patroni', 'systemd'])
    await lab.linger()
    await makeSite(lab, {
      postgresql: { replrole: 'replication' },
      patroni: { etcd: { hosts: ['127.0.0.1:2379'] } },
      systemd: {},
    })
    await lab.write('.config/pglift/patroni/patroni.yaml', PATRONI)
    await lab.sh('sed -i "s/localhost/127.0.0.2/" ~/.config/pglift/postgresql/postgresql.conf')
    await lab.write('.config/systemd/user/etcd.service', ETCD)
    await lab.sh('systemctl --user daemon-reload; systemctl --user enable --now etcd')
  })

  after(() => lab?.stop())

  const pglift = (line: string) => lab.run(['pglift', '--non-interactive', ...line.split(' ')])
  const show = async (property: string) =>
    (await lab.run(['systemctl', '--user', 'show', '-P', property, unit])).stdout.trim()
  const isWell = 'pglift instance status main'
  const postmaster = () => lab.sh('head -1 /srv/pglift/srv/pgsql/*/main/data/postmaster.pid')

  it('is a unit of its own, that of PostgreSQL is not enabled', async () => {
    await pglift('site-configure install')
    const odd = CREATE.map((word) => word.replace(/^main$/, 'é'))
    expect((await lab.run(odd, { expectExit: 2 })).stderr).to.match(/systemd can't run Patroni of '\d+-é'/)
    const { stderr } = await lab.run(CREATE)
    const version = /starting Patroni (\d+)-main/.exec(stderr)?.[1]
    unit = `pglift-patroni@${version}-main.service`
    expect(await show('ActiveState')).to.equal('active')
    const { stdout } = await lab.sh(
      "systemctl --user list-unit-files --no-legend 'pglift-*@*-main.service' || true",
    )
    expect(stdout).to.not.include('pglift-postgresql')
    expect((await pglift('instance status main')).stdout).to.equal(
      'PostgreSQL: running\nPatroni API: running\n',
    )
  })

  it('comes back when Patroni was killed, and PostgreSQL never went', async () => {
    const before = (await postmaster()).stdout
    const former = await show('MainPID')
    await lab.run(['kill', '-9', former])
    await lab.until(
      `test "$(systemctl --user show -P MainPID ${unit})" != ${former}`,
      'systemd restarts Patroni',
    )
    await lab.until(isWell, 'the member is well again')
    expect(await show('NRestarts')).to.equal('1')
    expect((await postmaster()).stdout).to.equal(before)
  })

  it('stops and starts by its unit, and is back after a reboot', async () => {
    await pglift('instance stop main')
    expect(await show('ActiveState')).to.equal('inactive')
    await pglift('instance start main')
    expect(await show('ActiveState')).to.equal('active')
    await lab.reboot()
    await lab.managerIsUp()
    await lab.until(isWell, 'the member is back', 60)
    const { stdout } = await pglift('patroni members -o json')
    expect(JSON.parse(stdout)).to.have.length(1)
  })

  it('leaves no unit when it is dropped', async () => {
    await pglift('instance drop main')
    const { stdout } = await lab.sh("systemctl --user list-units --all --plain --no-legend 'pglift-*@*'")
    expect(stdout).to.equal('')
  })
})

describe("a member of a Patroni cluster, run by the system's service manager", () => {
  let lab: Lab
  let unit = ''

  before(async () => {
    lab = await Lab.boot(['patroni', 'systemd'])
    await mayReadJournal(lab)
    await makeSite(lab, {
      run_prefix: '/run/pglift',
      postgresql: { replrole: 'replication' },
      patroni: { etcd: { hosts: ['127.0.0.1:2379'] } },
      systemd: { user: false, sudo: true },
    })
    await lab.root(['install', '-d', '-o', 'postgres', '-g', 'postgres', '/run/pglift'])
    await lab.write('/etc/sudoers.d/pglift', 'postgres ALL=(root) NOPASSWD: ALL\n', { user: 'root' })
    await lab.write('.config/pglift/patroni/patroni.yaml', PATRONI)
    await lab.sh('sed -i "s/localhost/127.0.0.2/" ~/.config/pglift/postgresql/postgresql.conf')
    await lab.write('/etc/systemd/system/lab-etcd.service', ETCD.replace('/srv/pglift', '/srv'), {
      user: 'root',
    })
    await lab.root(['sh', '-ec', 'systemctl daemon-reload; systemctl start lab-etcd'])
  })

  after(() => lab?.stop())

  const pglift = (line: string) => lab.run(['pglift', '--non-interactive', ...line.split(' ')])
  const show = async (property: string) =>
    (await lab.run(['systemctl', 'show', '-P', property, unit])).stdout.trim()
  const file = '/etc/systemd/system/pglift-patroni@.service'

  it('has a unit that scores at most 4.0 in systemd-analyze security, with a watchdog as well', async () => {
    await pglift('site-configure install')
    const scores = ['systemd-analyze', 'security', '--offline=true', '--threshold=40', file]
    await lab.run(scores)
    expect((await lab.sh(`cat ${file}`)).stdout)
      .to.include('PrivateDevices=yes')
      .and.not.include('watchdog')
    const template = '.config/pglift/patroni/patroni.yaml'
    await lab.write(template, PATRONI.replace("'off'", 'automatic'))
    await pglift('site-configure install')
    await lab.run(scores)
    expect((await lab.sh(`cat ${file}`)).stdout).to.include('DeviceAllow=/dev/watchdog rw\n')
    await lab.write(template, PATRONI)
    await pglift('site-configure install')
    await lab.sh(`systemd-analyze verify ${file}`)
  })

  it('runs confined, its server with it, and comes back when it was killed', async () => {
    const { stderr } = await lab.run(CREATE)
    unit = `pglift-patroni@${/starting Patroni (\d+)-main/.exec(stderr)?.[1]}-main.service`
    expect(await show('User')).to.equal('postgres')
    const [pid] = (await lab.sh('head -1 /srv/pglift/srv/pgsql/*/main/data/postmaster.pid')).stdout.split(
      '\n',
    )
    const status = (await lab.sh(`cat /proc/${pid}/status`)).stdout
    expect(status)
      .to.match(/^NoNewPrivs:\t1$/m)
      .and.match(/^CapBnd:\t0+$/m)
    // Namespaces as the lab's may not lower it; a machine does.
    expect(await show('OOMScoreAdjust')).to.equal('-900')
    expect(await show('OOMPolicy')).to.equal('continue')
    expect((await lab.sh(`cat /proc/${pid}/environ`)).stdout).to.include('PG_OOM_ADJUST_VALUE=0\0')
    const former = await show('MainPID')
    await lab.root(['kill', '-9', former])
    await lab.until(
      `test "$(systemctl show -P MainPID ${unit})" != ${former} && pglift instance status main`,
      'systemd restarts Patroni',
    )
  })

  it('is dropped', async () => {
    await pglift('instance drop main')
    expect((await lab.sh("systemctl list-units --all --plain --no-legend 'pglift-*@*'")).stdout).to.equal('')
  })
})
