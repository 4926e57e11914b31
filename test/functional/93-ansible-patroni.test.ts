import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { expect } from 'chai'
import { stringify } from 'yaml'
import { EtcdCluster } from '../support/etcd.js'
import { Ansible } from './93-ansible.js'
import { MemberSite } from './95-patroni-site.js'

/** A host of the inventory: its address, its ports, and what pglift has to be told of where it is. */
function inventoryHost({ site, address, port, restPort }: MemberSite, bin: string): object {
  const { HOME, PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR } = site.env
  return {
    ...{ address, pg_port: port, rest_port: restPort },
    pglift: { HOME, PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR, PATH: `${bin}:/usr/bin:/bin` },
  }
}

describe('Ansible: a cluster on two hosts', () => {
  let etcd: EtcdCluster
  let ansible: Ansible
  const members: MemberSite[] = []
  const play = (file: string) => ansible.playbook(['-i', 'hosts.yml', '-c', 'local', file])

  before(async () => {
    etcd = await EtcdCluster.start()
    for (const index of [1, 2])
      members.push(await MemberSite.make(index, { patroni: { etcd: { hosts: etcd.hosts } } }))
    const [first] = members as [MemberSite]
    ansible = new Ansible(first.site)
    await ansible.install()
    const here = { 'version: 15': `version: ${first.site.version}`, '"postgres"': userInfo().username }
    ansible.take('cluster', here)
    const hosts = Object.fromEntries(
      members.map((member) => [member.node, inventoryHost(member, ansible.bin)]),
    )
    ansible.write('hosts.yml', stringify({ all: { hosts } }))
  })

  after(async () => {
    for (const { site } of members) await site.destroy()
    etcd?.destroy()
  })

  it('is made by one playbook, on both at once', async () => {
    const { code, stats, stdout } = await play('instance_app.yml')
    expect(code, stdout).to.equal(0)
    expect(stats).to.include({ changed: 2, failures: 0 })
    const [first, second] = members as [MemberSite, MemberSite]
    await first.settled(2)
    expect((await second.members()).map(({ name }) => name)).to.deep.equal(['m1', 'm2'])
  })

  it('(idempotency) changes nothing the second time', async () => {
    const { stats, tasks, stdout } = await play('instance_app.yml')
    expect(stats, stdout).to.include({ changed: 0, failures: 0 })
    expect(tasks.get('Créer un membre')?.object).to.have.nested.property('patroni.cluster', 'app')
    await ansible.expectDocumented('instance', tasks.get('Créer un membre') as never)
  })

  it("tells of pglift's warnings", async () => {
    const [{ port, node, rest, address, site }] = members as [MemberSite]
    const patroni = {
      ...{ cluster: 'app', node, restapi: { connect_address: rest } },
      postgresql: { connect_host: address },
    }
    const fields = { name: 'main', version: site.version, port, settings: { max_connections: 50 }, patroni }
    const task = { name: 'member', 'dalibo.pglift.instance': fields }
    const { tasks, stdout } = await ansible.play([task], { ansible_connection: 'local' }, '--check')
    const [warning, ...others] = (tasks.get('member')?.warnings ?? []) as string[]
    expect(warning, stdout).to.match(/^parameter 'max_connections' is left out: /)
    expect(others).to.deep.equal([])
  })

  it('goes, member by member', async () => {
    const { stats, stdout } = await play('instance_app_absent.yml')
    expect(stats, stdout).to.include({ changed: 2, failures: 0 })
    for (const { site } of members) expect(existsSync(site.datadir('main'))).to.equal(false)
    expect((await play('instance_app_absent.yml')).stats).to.include({ changed: 0, failures: 0 })
  })
})
