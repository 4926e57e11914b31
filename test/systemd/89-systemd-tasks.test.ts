import { expect } from 'chai'
import { HOME, Lab } from '../support/lab.js'
import { makeSite, PGBACKREST } from './site.js'

const UNITS = `${HOME}/.local/share/systemd/user`

describe('tasks of systemd on a site', () => {
  let lab: Lab

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'postgres-exporter', 'systemd'])
    await lab.linger()
  })

  after(() => lab?.stop())

  const pglift = (line: string, expectExit = 0) =>
    lab.run(['pglift', '--non-interactive', ...line.split(' ')], { expectExit })
  const installed = async () =>
    (await lab.sh(`ls ${UNITS} | grep pglift || true`)).stdout.trimEnd().split('\n')
  const active = async () =>
    (await lab.sh("systemctl --user list-units --plain --no-legend 'pglift-*.service' 'pglift-*.timer'"))
      .stdout

  it('can be schedules without services', async () => {
    await makeSite(lab, {
      pgbackrest: PGBACKREST,
      systemd: {},
      service_manager: null,
      tmpfiles_manager: null,
    })
    await pglift('site-configure install')
    expect(await installed()).to.deep.equal(['pglift-backup@.service', 'pglift-backup@.timer'])
    expect((await lab.sh('ls .config/user-tmpfiles.d 2>/dev/null || true')).stdout).to.equal('')
    await pglift('instance create main --port 5501 --pgbackrest-stanza main')
    expect(await active()).to.match(/^pglift-backup@\d+-main\.timer +loaded active waiting [^\n]*\n$/)
    expect((await pglift('instance status main')).stdout).to.equal('PostgreSQL: running\n')
    await lab.reboot()
    await lab.managerIsUp()
    expect((await pglift('instance status main', 3)).stdout).to.equal('PostgreSQL: not running\n')
    await pglift('instance start --all')
    expect((await pglift('instance status main')).stdout).to.equal('PostgreSQL: running\n')
    await pglift('instance drop main')
    await pglift('site-configure uninstall')
  })

  it('can be services without schedules', async () => {
    await makeSite(lab, { pgbackrest: PGBACKREST, systemd: {}, scheduler: null, tmpfiles_manager: null })
    await pglift('site-configure install')
    expect(await installed()).to.deep.equal(['pglift-postgresql@.service'])
    await pglift('instance create main --port 5501 --pgbackrest-stanza main')
    expect(await active()).to.match(/^pglift-postgresql@\d+-main\.service +loaded active running [^\n]*\n$/)
    const links = "find ~/.config/systemd -name 'pglift-*' -printf '%f\\n'"
    expect((await lab.sh(links)).stdout).to.match(/^pglift-postgresql@\d+-main\.service\n$/)
    await lab.type('pglift site-configure uninstall', ['y', 'n'])
    expect((await lab.sh(links)).stdout).to.equal('')
    await pglift('site-configure install')
    await pglift('instance drop main')
    await pglift('site-configure uninstall')
    expect(await installed()).to.deep.equal([''])
  })

  it('come to a site that has instances, and go again: backups and starts with the machine from then on', async () => {
    const settings = { pgbackrest: PGBACKREST }
    await makeSite(lab, settings)
    await pglift('site-configure install')
    await pglift('instance create main --port 5501 --pgbackrest-stanza later')
    expect(await active()).to.equal('')
    await pglift('instance stop main')
    await makeSite(lab, { ...settings, systemd: {} })
    await pglift('site-configure install')
    await pglift('instance start main')
    await lab.reboot()
    await lab.managerIsUp()
    const units = 'pglift-postgresql@*-main.service pglift-backup@*-main.timer'
    const back = `systemctl --user list-units --plain --no-legend ${units} | grep -c ' active ' | grep -x 2`
    await lab.until(back, 'instance and schedule are back')
    await pglift('instance stop main')
    await makeSite(lab, settings)
    await pglift('instance start main')
    expect((await pglift('instance status main')).stdout).to.equal('PostgreSQL: running\n')
    await pglift('instance stop main')
    await makeSite(lab, { ...settings, systemd: {} })
    await pglift('instance drop main')
    await pglift('site-configure uninstall')
    expect(await installed()).to.deep.equal([''])
  })

  it('are for names that units escape, too, exporters aside; a service that ends at once is told of at once', async () => {
    const base = { pgbackrest: PGBACKREST, systemd: {} }
    const name = 'é+1%$x'
    const create = `instance create ${name} --port 5501 --pgbackrest-stanza odd`
    await makeSite(lab, base)
    await pglift('site-configure install')
    await pglift(create)
    expect((await pglift(`instance status ${name}`)).stdout).to.equal('PostgreSQL: running\n')
    const timers = 'systemctl --user list-units --plain --no-legend "pglift-backup@*.timer" | cut -d" " -f1'
    await lab.sh(`systemctl --user start "$(${timers} | sed s/timer$/service/)"`)
    expect(JSON.parse((await pglift(`instance backups ${name} -o json`)).stdout)).to.have.length(1)
    await pglift(`instance drop ${name}`)
    await lab.sh('printf "#!/bin/sh\\necho boom; exit 3\\n" > crash; chmod 755 crash')
    await makeSite(lab, { ...base, prometheus: { execpath: `${HOME}/crash` } })
    await pglift('site-configure install')
    const refused = (await pglift(create.replace('odd', 'even'), 2)).stderr
    expect(refused).to.contain(`systemd can't run an exporter of '`)
    const failed = (await pglift('instance create crash --port 5501 --pgbackrest-stanza crash', 1)).stderr
    expect(failed).to.match(/Error: Prometheus postgres_exporter \S+ could not be started: it has ended\n/)
    await pglift('site-configure uninstall')
    expect(await installed()).to.deep.equal([''])
  })

  it("run the site's own services: pgBackRest's TLS server", async () => {
    const tls = `${HOME}/tls`
    await lab.sh(`mkdir -m 700 ${tls}; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
      -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ${tls}/key -out ${tls}/cert 2>&1; \
      chmod 600 ${tls}/key`)
    const certificate = { ca_cert: `${tls}/cert`, cert: `${tls}/cert`, key: `${tls}/key` }
    const repository = { mode: 'host-tls', host: 'localhost', cn: 'localhost', certificate, port: 8432 }
    await makeSite(lab, { pgbackrest: { repository }, systemd: {} })
    const { stderr } = await pglift('site-configure install')
    expect(stderr).to.include("INFO starting pgBackRest TLS server 'localhost:8432'\n")
    expect(await installed()).to.deep.equal(['pglift-pgbackrest.service', 'pglift-postgresql@.service'])
    expect((await pglift('site-configure install')).stderr).to.equal('')
    await lab.reboot()
    await lab.managerIsUp()
    await lab.until('systemctl --user is-active pglift-pgbackrest.service', 'the TLS server is back')
    await lab.sh(
      'cp tls/key tls/kept; echo broken > tls/key; systemctl --user stop pglift-pgbackrest.service',
    )
    const failed = (await pglift('site-configure install', 1)).stderr
    expect(failed).to.match(/Error: pgBackRest TLS server 'localhost:8432' could not be started: /)
    await lab.sh('cp tls/kept tls/key')
    await pglift('site-configure install')
    const uninstalled = (await pglift('site-configure uninstall')).stderr
    expect(uninstalled).to.include("INFO stopping pgBackRest TLS server 'localhost:8432'\n")
    expect(await active()).to.equal('')
    expect((await lab.sh(`find ${UNITS} 2>/dev/null || true`)).stdout).to.equal('')
  })
})
