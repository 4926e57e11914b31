import { chmodSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { Authority } from '../support/certificates.js'
import { EtcdCluster } from '../support/etcd.js'
import { picture } from '../support/picture.js'
import { nothingRuns, processesBelow, until } from '../support/process.js'
import { MemberSite } from './95-patroni-site.js'

/** Seconds that a refusal may take, with all that the machine has to do besides. */
const BOUND_MS = 30_000

describe('patroni: what goes wrong', () => {
  let etcd: EtcdCluster
  let member: MemberSite

  before(async () => {
    etcd = await EtcdCluster.start()
    member = await MemberSite.make(1, { patroni: { etcd: { hosts: etcd.hosts } } })
  })

  after(async () => {
    await member?.site.destroy()
    etcd?.destroy()
  })

  const configure = (patroni: Record<string, unknown>) =>
    member.site.config('settings.yaml', { ...member.site.settings, patroni })

  /** Creation fails with `message`, soon, and leaves nothing. */
  async function refused(message: string | RegExp, ...more: string[]): Promise<string> {
    const before = picture(member.site)
    const start = Date.now()
    const { stderr, code } = await member.site.run(['--non-interactive', ...member.creation(...more)])
    expect(code, stderr).to.be.oneOf([1, 2])
    expect(stderr).to.match(
      message instanceof RegExp ? message : new RegExp(message.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')),
    )
    expect(stderr).not.to.contain('secret')
    expect(Date.now() - start).to.be.lessThan(BOUND_MS)
    expect(picture(member.site)).to.deep.equal(before)
    await nothingRuns(member.site.directory)
    return stderr
  }

  it('etcd is down', async () => {
    const port = await member.site.freePort()
    configure({ etcd: { hosts: [`127.0.0.1:${port}`] } })
    await refused(new RegExp(`etcd can't be used: 127.0.0.1:${port}: connect ECONNREFUSED`))
  })

  it('etcd has no quorum', async () => {
    const three = await EtcdCluster.start(3)
    try {
      three.kill(0)
      three.kill(1)
      configure({ etcd: { hosts: three.hosts } })
      await refused(/etcd can't be used: .*(no quorum|no answer|status 503)/)
    } finally {
      three.destroy()
    }
  })

  it("certificates are another authority's, or can't be read", async () => {
    const secured = await EtcdCluster.start(1, (directory) => {
      const authority = new Authority(directory)
      authority.issue('etcd')
      return authority
    })
    try {
      const other = new Authority(join(member.site.directory, 'other'), 'other-ca')
      const { cert, key } = other.issue('client')
      const section = { hosts: secured.hosts, protocol: 'https', cert, key }
      configure({ etcd: { ...section, cacert: other.cert('ca') } })
      await refused(/etcd can't be used: .*(certificate|self.signed)/)
      configure({ etcd: { ...section, cacert: secured.authority?.cert('ca') } })
      await refused(/etcd can't be used: .*(alert|certificate|reset|hang up)/)
      chmodSync(key, 0)
      await refused(new RegExp(`${key} can't be read`))
    } finally {
      secured.destroy()
    }
  })

  it('etcd refuses user or password', async () => {
    const closed = await EtcdCluster.start()
    try {
      closed.ctl('user', 'add', 'root', '--new-user-password', 'right')
      closed.ctl('user', 'grant-role', 'root', 'root')
      closed.ctl('auth', 'enable')
      configure({ etcd: { hosts: closed.hosts } })
      await refused(/etcd can't be read: .*user name is empty|etcd can't be read: .*(auth|permission)/)
      const wrong = ['--patroni-etcd-username', 'root', '--patroni-etcd-password', 'wrong-secret']
      await refused("user 'root' is refused", ...wrong)
    } finally {
      closed.destroy()
    }
  })

  it('the port of the REST API is taken', async () => {
    configure({ etcd: { hosts: etcd.hosts } })
    const server = createServer().listen(member.restPort, member.address)
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      await refused(
        `Invalid value for '--patroni-restapi-listen': port ${member.restPort} of 127.0.0.2 already in use`,
      )
    } finally {
      server.close()
    }
  })

  it('the node name is that of a live member, or all that is left of the cluster is in etcd', async () => {
    etcd.ctl('put', '/service/app/members/m1', '{"state":"running"}')
    await refused("Invalid value for '--patroni-node': 'm1' is the name of a live member of cluster 'app'")
    etcd.ctl('del', '/service/app/members/m1')
    etcd.ctl('put', '/service/app/initialize', '7000000000000000000')
    await refused(
      "cluster 'app' is in etcd (system identifier 7000000000000000000), but none of its members runs",
    )
    etcd.ctl('del', '/service/app/initialize')
  })

  it('the programs are missing, the template is none, the times do not fit', async () => {
    configure({ etcd: { hosts: etcd.hosts }, execpath: '/no/such/patroni' })
    await refused(/patroni\.execpath\n +Path does not point to an executable file/)
    configure({ etcd: { hosts: etcd.hosts }, ctlpath: '/no/such/patronictl' })
    await refused(/patroni\.ctlpath\n +Path does not point to an executable file/)
    configure({ etcd: { hosts: etcd.hosts }, dcs: { ttl: 20, loop_wait: 10, retry_timeout: 10 } })
    await refused('loop_wait + 2 * retry_timeout must be at most ttl: 10 + 2 * 10 = 30 > 20')
    configure({ etcd: { hosts: etcd.hosts, cacert: '/etc/passwd' } })
    await refused("'https' protocol is required")
    configure({ etcd: { hosts: etcd.hosts } })
  })

  it('Patroni refuses its configuration: before anything is made, or as a warning where the site wants that', async () => {
    const template = 'patroni/patroni.yaml'
    const valid = readFileSync(join(member.site.configDirectory, template), 'utf8')
    member.site.config(template, `${valid}tags: {nofailover: perhaps}\n`)
    await refused(/Error: .*invalid Patroni configuration: .*nofailover/)
    await refused(/Error: .*invalid Patroni configuration: .*nofailover/, '--dry-run')
    configure({ etcd: { hosts: etcd.hosts }, enforce_config_validation: false })
    const { stderr } = await member.site.ok([...member.creation(), '--dry-run'])
    expect(stderr).to.match(/WARNING invalid Patroni configuration: .*nofailover/)
    member.site.config(template, valid)
    configure({ etcd: { hosts: etcd.hosts } })
  })

  it('what fails after the bootstrap takes all of it back, etcd included', async () => {
    const manifest = {
      name: 'main',
      port: member.port,
      surole_password: 'super:secret',
      replrole_password: 'repl:secret',
      databases: [{ name: 'db', tablespace: 'nowhere' }],
      patroni: {
        cluster: 'app',
        node: 'm1',
        restapi: { connect_address: member.rest },
        postgresql: { connect_host: member.address },
      },
    }
    const before = picture(member.site)
    const args = ['--non-interactive', 'instance', 'apply', '-f', '-']
    const { stderr, code } = await member.site.run(args, { input: JSON.stringify(manifest) })
    expect(code).to.equal(1)
    expect(stderr).to.contain(`reverting: starting Patroni`)
    // The logs stay: they may tell why.
    const isLog = (line: string) => /p\/log\/patroni/.test(line)
    expect(picture(member.site).filter((line) => !isLog(line))).to.deep.equal(before)
    expect(etcd.keys('/service/')).to.deep.equal([])
    await nothingRuns(member.site.directory)
  })

  it('a member that can not start says why, with the words of its log', async () => {
    await member.site.ok(member.creation())
    await member.site.ok(['instance', 'stop'])
    etcd.kill(0)
    const start = Date.now()
    const { stderr, code } = await member.site.run(['instance', 'start'])
    expect(code).to.equal(1)
    expect(stderr).to.match(
      /Error: Patroni could not start .*: etcd can't be used: 127\.0\.0\.1:\d+: connect ECONNREFUSED/,
    )
    expect(stderr).to.contain('patroni.log')
    expect(Date.now() - start).to.be.lessThan(40_000)
    await etcd.revive(0)
    await member.site.ok(['instance', 'start'])
  })

  it('pglift is killed while the cluster is made: recovery takes it back', async () => {
    await member.site.ok(['instance', 'drop'])
    etcd.ctl('del', '/service/', '--prefix')
    const { code } = await member.site.run(member.creation(), {
      onStart: (pid) => {
        const made = () =>
          processesBelow(member.site.directory).some(({ command }) => /bin\/patroni \//.test(command))
        void until('Patroni runs', made, 60_000).then(() => process.kill(pid, 'SIGKILL'))
      },
    })
    expect(code).to.equal(137)
    const { stderr } = await member.site.ok(['recover', '--rollback'])
    expect(stderr).to.contain('reverting')
    await nothingRuns(member.site.directory)
    // What a killed member has said of itself goes with its lease.
    await until('etcd forgets the member', () => etcd.keys('/service/').length === 0)
    await member.site.ok(member.creation())
    await member.site.ok(['instance', 'drop'])
  })
})
