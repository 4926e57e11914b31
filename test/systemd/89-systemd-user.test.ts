import { expect } from 'chai'
import { HOME, Lab } from '../support/lab.js'
import { makeSite, mayReadJournal, PGBACKREST } from './site.js'

const UNITS = `${HOME}/.local/share/systemd/user`
const UNIT = 'pglift-postgresql@.service'

describe("services in the user's service manager", () => {
  let lab: Lab
  let qualname = ''

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'systemd'])
    await makeSite(lab, { pgbackrest: PGBACKREST, systemd: {} })
  })

  after(() => lab?.stop())

  const pglift = (line: string, expectExit = 0) =>
    lab.run(['pglift', '--non-interactive', ...line.split(' ')], { expectExit })
  const show = async (unit: string, property: string) =>
    (await lab.run(['systemctl', '--user', 'show', '-P', property, unit])).stdout.trim()
  const server = () => `pglift-postgresql@${qualname}.service`
  const timer = () => `pglift-backup@${qualname}.timer`

  it('says how to reach a service manager that does not run, and how to have it run', async () => {
    const { stderr } = await pglift('site-configure install', 1)
    expect(stderr).to.include('WARNING lingering is not enabled for user')
    expect(stderr).to.match(/Error: the service manager of user 'postgres' can't be reached/)
    expect(stderr).to.include(
      "hint: it runs while the user is logged in, or always after 'loginctl enable-linger postgres'",
    )
    expect((await lab.sh('find ~ /srv/pglift -name "pglift-*"')).stdout).to.equal('')
    expect((await pglift('site-configure check', 1)).stderr).to.include('lingering is not enabled')
  })

  it('installs, with the directory of sockets in tmpfiles.d, once', async () => {
    await lab.linger()
    const first = (await pglift('site-configure install')).stderr
    expect(first.match(/INFO installed .* systemd unit at/g)).to.have.length(3)
    expect(first).to.include(
      `INFO installed postgresql systemd-tmpfiles.d configuration at ${HOME}/.config/user-tmpfiles.d/pglift-postgresql.conf\n`,
    )
    expect(first).to.include('INFO creating ephemeral directories with systemd-tmpfiles\n')
    expect((await pglift('site-configure install')).stderr).to.equal('')
    await pglift('site-configure check')
    const { stdout } = await pglift('site-configure list')
    expect(stdout.split('\n')).to.include.members([
      `${UNITS}/${UNIT}`,
      `${HOME}/.config/user-tmpfiles.d/pglift-postgresql.conf`,
    ])
    await lab.sh(`systemd-analyze --user verify ${UNITS}/pglift-*`)
  })

  it('works in a session that has no variables of its own, or those of somebody else', async () => {
    await lab.sh('unset XDG_RUNTIME_DIR; pglift instance create main --port 5501 --pgbackrest-stanza main')
    qualname = `${(await pglift('instance list')).stdout.match(/\| main \| (\d+) /)?.[1]}-main`
    expect(await show(server(), 'ActiveState')).to.equal('active')
    await lab.sh(
      'XDG_RUNTIME_DIR=/run/user/0 DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere pglift instance stop main',
    )
    expect(await show(server(), 'ActiveState')).to.equal('inactive')
    expect(await show(timer(), 'ActiveState')).to.equal('inactive')
    await pglift('instance start main')
  })

  it('has instance and schedule back after a reboot, and not those that are stopped for good', async () => {
    await pglift('instance create gone --port 5502 --pgbackrest-stanza gone')
    await pglift('instance drop gone')
    await lab.reboot()
    await lab.managerIsUp()
    await lab.until(
      `systemctl --user is-active ${server()} && systemctl --user is-active ${timer()}`,
      'instance and timer are back',
    )
    expect((await pglift('instance status main')).stdout).to.equal('PostgreSQL: running\n')
    const all = (await lab.sh("systemctl --user list-units --all --plain --no-legend 'pglift-*'")).stdout
    expect(all).to.not.include('gone')
  })

  it('brings back a server that was killed, not one that was stopped by other means', async () => {
    const former = await show(server(), 'MainPID')
    await lab.run(['kill', '-9', former])
    await lab.until(
      `test "$(systemctl --user show -P MainPID ${server()})" != ${former} && systemctl --user is-active ${server()}`,
      'the server is back',
    )
    expect(await show(server(), 'NRestarts')).to.equal('1')
    await lab.run(['kill', '-INT', await show(server(), 'MainPID')])
    await lab.until(
      `systemctl --user show -P ActiveState ${server()} | grep -x inactive`,
      'the server is stopped',
    )
    await pglift('instance start main')
  })

  it('makes backups by the timer, with calendar and type of the instance, and keeps what others dropped in', async () => {
    const dropIns = `${UNITS}/${timer()}.d`
    await lab.write(`${dropIns}/90-site.conf`, '[Timer]\nPersistent=no\n')
    const options = ['--pgbackrest-schedule-calendar', '*:*:0/3', '--pgbackrest-schedule-type', 'full']
    await lab.run(['pglift', 'instance', 'alter', 'main', ...options])
    const [schedule] = (await pglift('instance get main -o json')).stdout.match(/"schedule": \{[^}]*\}/) ?? []
    expect(schedule).to.match(/"calendar": "\*:\*:0\/3",\s+"type": "full"/)
    await lab.until(
      'test "$(pglift instance backups main -o json | grep -c \'"type": "full"\')" -ge 2',
      'backups',
    )
    const invalid = ['pglift', 'instance', 'alter', 'main', '--pgbackrest-schedule-calendar', 'Sunn 25:00']
    const { stderr } = await lab.run(invalid, { expectExit: 1 })
    expect(stderr).to.include("Error: invalid calendar 'Sunn 25:00': Failed to parse calendar specification")
    expect((await lab.run(['ls', dropIns])).stdout).to.equal('50-pglift.conf\n90-site.conf\n')
    await lab.run(['pglift', 'instance', 'alter', 'main', '--pgbackrest-schedule-calendar', 'Sun 02:00'])
    expect(await show(timer(), 'TimersCalendar')).to.include('Sun *-*-* 02:00:00')
    expect(await show(timer(), 'Persistent')).to.equal('no')
  })

  it('shows what a unit said that fails to start, to who may read it, and leaves it stopped', async () => {
    await pglift('instance stop main')
    const conf = `/srv/pglift/srv/pgsql/${qualname.replace('-', '/')}/data/postgresql.conf`
    await lab.sh(`cp ${conf} /tmp/conf; echo "nonsense = 1" >> ${conf}`)
    const blind = (await pglift('instance start main', 1)).stderr
    expect(blind).to.include(`Error: PostgreSQL ${qualname} could not be started: unit ${server()} failed\n`)
    expect(blind).to.include(
      "hint: members of the group 'systemd-journal' can read what it said: 'journalctl --user-unit",
    )
    await mayReadJournal(lab)
    const { stderr } = await pglift('instance start main', 1)
    expect(stderr).to.match(/unrecognized configuration parameter "nonsense" in file .*postgresql.conf/)
    expect(stderr).to.include("hint: see 'journalctl --user-unit=pglift-postgresql@")
    expect(await show(server(), 'SubState')).to.be.oneOf(['dead', 'failed'])
    await lab.sh(`cp /tmp/conf ${conf}; echo "listen_addresses = '192.0.2.1'" >> ${conf}`)
    // By then the server logs by itself.
    expect((await pglift('instance start main', 1)).stderr).to.match(/could not create any TCP\/IP sockets/)
    await lab.sh(`cp /tmp/conf ${conf}`)
    await pglift('instance start main')
  })

  it('brings its units up to date, but for those that were edited', async () => {
    await lab.write(
      '.config/pglift/systemd/pglift-postgresql@.service',
      '[Service]\nType=notify\n{executeas}\nExecStart={start}\n',
    )
    await lab.sh(`echo '# mine' >> ${UNITS}/pglift-backup@.timer`)
    expect((await pglift('site-configure check', 1)).stderr).to.equal(
      `ERROR systemd unit '${UNIT}' is out of date; run 'pglift site-configure install'\n`,
    )
    const { stderr } = await pglift('site-configure install')
    expect(stderr).to.equal(
      `WARNING ${UNITS}/pglift-backup@.timer was edited: left as it is; remove it, and install again, to have pglift's
INFO updated ${UNIT} systemd unit at ${UNITS}/${UNIT}
`,
    )
    expect(await show(server(), 'Restart')).to.equal('no')
    await lab.sh(`rm -r .config/pglift/systemd; rm ${UNITS}/pglift-backup@.timer`)
    expect((await pglift('instance list', 1)).stderr).to.include(
      "ERROR missing systemd unit 'pglift-backup@.timer'",
    )
    await pglift('site-configure install')
    expect(await show(server(), 'Restart')).to.equal('on-failure')
  })

  it('is taken back, or done to its end, after a pglift that was killed', async () => {
    const unit = 'pglift-postgresql@*-crash.service'
    // The stanza is made after the server was started: the schedule comes last.
    for (const kind of ['systemd.start', 'pgbackrest.stanza-create']) {
      const killed = `
        pglift instance create crash --port 5503 --pgbackrest-stanza crash > /dev/null 2>&1 &
        until grep -qs '"kind":"${kind}"' /srv/pglift/srv/journal/*; do kill -0 $!; sleep 0.01; done
        kill -9 $!
        wait || true
        pglift recover`
      expect((await lab.sh(killed)).stderr).to.include("'instance create' on ")
      expect((await lab.sh(`systemctl --user list-units --plain --no-legend '${unit}'`)).stdout).to.equal('')
      expect((await lab.sh(`find ${UNITS} -name '*crash*'`)).stdout).to.equal('')
      expect((await pglift('instance list')).stdout).to.not.include('crash')
    }
  })

  it('goes over to the new instance in an upgrade', async () => {
    await pglift('instance stop main')
    await pglift('instance upgrade --name next main')
    const next = qualname.replace('main', 'next')
    await lab.run([
      'systemctl',
      '--user',
      'is-active',
      server().replace('main', 'next'),
      `pglift-backup@${next}.timer`,
    ])
    const links = (await lab.sh("find ~/.config/systemd -name 'pglift-*' -printf '%f\\n' | sort")).stdout
    expect(links).to.equal(`pglift-backup@${next}.timer\npglift-postgresql@${next}.service\n`)
    expect(await show(`pglift-backup@${next}.timer`, 'TimersCalendar')).to.include('Sun *-*-* 02:00:00')
  })

  it('leaves nothing but what others dropped in', async () => {
    await pglift('instance drop main next')
    await pglift('site-configure uninstall')
    const { stdout } = await lab.sh(
      `find ${HOME}/.local/share/systemd ${HOME}/.config/user-tmpfiles.d ! -type d || true`,
    )
    expect(stdout).to.equal(`${UNITS}/${timer()}.d/90-site.conf\n`)
  })
})
