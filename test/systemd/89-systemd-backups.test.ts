import { expect } from 'chai'
import { Lab } from '../support/lab.js'
import { until } from '../support/process.js'
import { makeSite, PGBACKREST } from './site.js'

/** None of the many backups goes while a standby is made of it. */
const KEPT = { repository: { ...PGBACKREST.repository, retention: { archive: 50, diff: 50, full: 50 } } }

const SCHEDULE = '--pgbackrest-schedule-calendar *:*:0/3 --pgbackrest-schedule-type full'

describe('scheduled backups of a primary and its standby', () => {
  let lab: Lab
  let version = ''

  before(async () => {
    lab = await Lab.boot(['pgbackrest', 'systemd'])
    await lab.linger()
    await makeSite(lab, { run_prefix: '/srv/pglift/run', pgbackrest: KEPT, systemd: {} })
    const records = 'local all all trust\nlocal replication all trust\n'
    await lab.write('.config/pglift/postgresql/pg_hba.conf', records)
    await pglift('site-configure install')
  })

  after(() => lab?.stop())

  const pglift = (line: string) => lab.run(['pglift', '--non-interactive', ...line.split(' ')])
  const timer = (name: string) => `pglift-backup@${version}-${name}.timer`
  const service = (name: string) => `pglift-backup@${version}-${name}.service`
  const backUpNow = (name: string) => lab.run(['systemctl', '--user', 'start', service(name)])
  /** Of all that is kept: old ones go. */
  const labels = async () => {
    const { stdout } = await pglift('instance backups two -o json')
    return (JSON.parse(stdout) as { label: string }[]).map(({ label }) => label).sort()
  }

  it('are on time for both', async () => {
    await pglift(`instance create one --port 5501 --pgbackrest-stanza app ${SCHEDULE}`)
    const [, major = ''] = (await pglift('instance list')).stdout.match(/\| one +\| (\d+) /) ?? []
    version = major
    await lab.until('pglift instance backups one -o json | grep -q label', 'a backup of the primary')
    const conninfo = ['--standby-for', 'host=/srv/pglift/run/postgresql port=5501 user=postgres']
    const options = `instance create two --port 5502 --pgbackrest-stanza app ${SCHEDULE}`.split(' ')
    await lab.run(['pglift', '--non-interactive', ...options, ...conninfo])
    for (const state of ['is-active', 'is-enabled'])
      await lab.run(['systemctl', '--user', state, timer('one'), timer('two')])
  })

  it('are left to the primary by the standby', async () => {
    await lab.run(['systemctl', '--user', 'stop', timer('one')])
    await lab.until(
      // While it runs it is 'activating', which `is-active` takes for not active.
      `systemctl --user show -P ActiveState ${service('one')} | grep -qE '^(inactive|failed)$'`,
      'the backup that may be running has ended',
    )
    const before = await labels()
    await backUpNow('two')
    expect(await labels()).to.deep.equal(before)
  })

  it('go on when the standby was promoted, by whomever', async () => {
    const latest = (await labels()).at(-1)
    await pglift('instance stop one')
    await lab.sh("psql -h /srv/pglift/run/postgresql -p 5502 -d postgres -c 'SELECT pg_promote()'")
    await until('a backup of the new primary', async () => (await labels()).at(-1) !== latest)
  })
})
