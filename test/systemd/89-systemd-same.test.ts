import { expect } from 'chai'
import { Lab } from '../support/lab.js'
import { said } from './said.js'
import { makeSite, PGBACKREST } from './site.js'

/** With their exit status, where that is not 0. */
const SESSION: readonly (readonly [line: string, expectExit?: number])[] = [
  ['site-configure install'],
  ['site-configure check'],
  ['instance create main --port 5501 --pgbackrest-stanza main --prometheus-port 9501'],
  ['instance create main --port 5501 --pgbackrest-stanza main', 1],
  ['instance status main'],
  ['instance list'],
  ['pgconf -i main set max_connections=90'],
  ['instance restart main'],
  ['instance reload main'],
  ['role create bob --login'],
  ['database create shop --owner bob'],
  ['instance backup main --type full'],
  ['postgres_exporter stop 15-main'],
  ['instance status main', 3],
  ['postgres_exporter start 15-main'],
  ['instance stop main'],
  ['instance stop main'],
  ['instance status main', 3],
  ['instance restore main'],
  ['instance start main'],
  ['instance start main'],
  ['instance alter main --prometheus-port 9502'],
  ['instance get main -o json'],
  ['instance env main'],
  ['instance drop main'],
  ['instance status main', 2],
  ['site-configure uninstall'],
]

/** Who runs the services is what may differ. */
const OF_SYSTEMD = /systemd|tmpfiles|\bunits?\b|timer|schedul/

/** Labels of backups and when they ended. */
const TIMES = /\d{8}-\d{6}F|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00/g

/** A session as a user sees it, one entry for a command. */
async function session(lab: Lab, version: string): Promise<string[]> {
  const seen: string[] = []
  for (const [line, expectExit = 0] of SESSION) {
    const words = ['pglift', '--non-interactive', ...line.replace('15-', `${version}-`).split(' ')]
    const { stdout, stderr } = await lab.run(words, { expectExit })
    const text = `${said(stderr)}${stdout}`.replaceAll(TIMES, 'TIME')
    const lines = text.split('\n').filter((one) => !OF_SYSTEMD.test(one))
    seen.push([`$ ${line}`, ...lines].join('\n'))
  }
  return seen
}

describe('the same session without systemd and with it', () => {
  let lab: Lab

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'postgres-exporter', 'systemd'])
    await lab.linger()
  })

  after(() => lab?.stop())

  it('says the same, and answers the same, but for who runs the services', async () => {
    const settings = {
      pgbackrest: PGBACKREST,
      prometheus: { execpath: '/usr/bin/prometheus-postgres-exporter' },
    }
    const version = (await lab.sh('ls /usr/lib/postgresql')).stdout.trim()
    await makeSite(lab, settings)
    const without = await session(lab, version)
    await lab.sh('rm -rf /srv/pglift/*')
    await makeSite(lab, { ...settings, systemd: {} })
    const before = await lab.sh('ls .local/share/systemd/user 2>/dev/null || true')
    expect(before.stdout).to.equal('')
    expect(await session(lab, version)).to.deep.equal(without)
  })
})
