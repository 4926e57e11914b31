import { expect } from 'chai'
import { stringify } from 'yaml'
import { Lab } from '../support/lab.js'
import type { Result } from '../support/process.js'

const ETCD = '10.9.0.254'
const address = (host: number): string => `10.9.0.${host}`

/** A bridge where etcd listens, and two hosts that hang on it, each with a network of its own. */
const NETWORK = `ip link add name switch type bridge
ip addr add ${ETCD}/24 dev switch
ip link set switch up
for n in 1 2; do
  ip netns add h$n
  ip link add port$n type veth peer name eth0 netns h$n
  ip link set port$n master switch up
  ip -n h$n link set lo up
  ip -n h$n addr add 10.9.0.$n/24 dev eth0
  ip -n h$n link set eth0 up
done`

const PATRONI = `bootstrap:
  dcs: {ttl: 10, loop_wait: 1, retry_timeout: 3, maximum_lag_on_failover: 1048576}
watchdog: {mode: 'off'}
`

const postgresql = (host: number): string => `listen_addresses = '${address(host)}'
wal_sender_timeout = 5s
shared_buffers = 16MB
fsync = off
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
`

const HBA = `local   all             all                                     trust
host    all             all             10.9.0.0/24             scram-sha-256
host    replication     all             10.9.0.0/24             scram-sha-256
`

const settingsOf = (host: number): string =>
  stringify({
    prefix: `/srv/h${host}`,
    run_prefix: `/srv/h${host}/run`,
    postgresql: { replrole: 'replication', auth: { local: 'trust', passfile: `/srv/h${host}/pgpass` } },
    patroni: { etcd: { hosts: [`${ETCD}:2379`] }, postgresql: { use_pg_rewind: true } },
  })

interface Member {
  readonly name: string
  readonly role: string
}

interface Described {
  readonly cluster: string
  readonly node: string
  readonly cluster_members: readonly Member[] | null
}

const STATUS = 'PostgreSQL: running\nPatroni API: running\n'

describe('a leader that is cut off from etcd', () => {
  let lab: Lab

  /** On one of the hosts, as the user of the instances. */
  const on = (host: number, argv: readonly string[], expectExit = 0): Promise<Result> => {
    const user = ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--init-groups']
    const env = ['env', `PGLIFT_CONFIG_DIR=/srv/h${host}/conf`, `HOME=/srv/h${host}`]
    return lab.root(['ip', 'netns', 'exec', `h${host}`, ...user, ...env, ...argv], { expectExit })
  }
  const pglift = (host: number, line: string, expectExit = 0) =>
    on(host, ['pglift', '--non-interactive', ...line.split(' ')], expectExit)
  const until = async (what: string, holds: () => Promise<boolean>, seconds = 60) => {
    const deadline = Date.now() + seconds * 1000
    while (!(await holds().catch(() => false)))
      if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`)
  }
  const members = async (host: number): Promise<Member[]> =>
    JSON.parse((await pglift(host, 'patroni members -o json')).stdout) as Member[]
  const isLeader = async (host: number, name: string) =>
    (await members(host)).some((member) => member.name === name && member.role === 'leader')
  const sql = (host: number, text: string) =>
    on(host, ['sh', '-c', `psql -h /srv/h${host}/run/postgresql -p 5432 -U postgres -Atc "${text}" postgres`])
  /** What pglift tells within ten seconds, whatever its exit status. */
  const soon = async (host: number, line: string): Promise<Result> => {
    const started = Date.now()
    const told = await on(host, ['sh', '-c', `pglift --non-interactive ${line} || true`])
    expect(Date.now() - started, line).to.be.lessThan(10_000)
    return told
  }
  const network = (state: 'down' | 'up') => lab.root(['ip', '-n', 'h1', 'link', 'set', 'eth0', state])

  before(async () => {
    lab = await Lab.boot(['patroni'])
    await lab.root(['sh', '-ec', NETWORK])
    for (const host of [1, 2]) {
      const conf = `/srv/h${host}/conf`
      await lab.root(['install', '-d', '-o', 'postgres', '-g', 'postgres', `/srv/h${host}`])
      await lab.write(`${conf}/settings.yaml`, settingsOf(host))
      await lab.write(`${conf}/postgresql/postgresql.conf`, postgresql(host))
      await lab.write(`${conf}/postgresql/pg_hba.conf`, HBA)
      await lab.write(`${conf}/patroni/patroni.yaml`, PATRONI)
    }
    const listen = `http://${ETCD}:2379`
    const options = `--data-dir /srv/etcd --unsafe-no-fsync --listen-client-urls ${listen} --advertise-client-urls ${listen}`
    await lab.root(['systemd-run', '--unit=the-etcd', 'etcd', ...options.split(' ')])
    for (const host of [1, 2]) {
      await pglift(host, 'site-configure install')
      const own = `--patroni-node m${host} --patroni-restapi-connect-address ${address(host)}:8008 --patroni-postgresql-connect-host ${address(host)}`
      await pglift(
        host,
        `instance create main --port 5432 --surole-password super --replrole-password repl --patroni-cluster app ${own}`,
      )
    }
    const streams = async () =>
      (await sql(2, 'SELECT status FROM pg_stat_wal_receiver')).stdout.trim() === 'streaming'
    await until('the replica streams', streams)
  })

  after(() => lab?.stop())

  it('is one of two members, seen from both', async () => {
    expect(await isLeader(1, 'm1')).to.equal(true)
    expect(await isLeader(2, 'm1')).to.equal(true)
    await sql(1, 'CREATE TABLE t AS SELECT 1 AS n')
  })

  it('demotes itself, while the other one takes over', async () => {
    await network('down')
    // It stops, which takes as long as it waits for its replica, and goes on without writes.
    const refuses = () =>
      sql(1, 'CREATE TABLE IF NOT EXISTS lost ()').then(
        () => false,
        () => true,
      )
    await until('the former leader takes no writes any more', refuses)
    await until('the other one leads', () => isLeader(2, 'm2'))
    // It has the key before its promotion is complete.
    await until(
      'it takes writes',
      async () => (await sql(2, 'SELECT pg_is_in_recovery()')).stdout.trim() === 'f',
    )
    await sql(2, 'INSERT INTO t VALUES (2)')
  })

  it('is told of soon, on both sides: what is seen there', async () => {
    // It was stopped to be demoted, and is started again.
    await until('it runs again', async () => (await soon(1, 'instance status main')).stdout === STATUS)
    const cutOff = await soon(1, 'patroni members')
    expect(cutOff.stderr).to.contain(`etcd can't be used: ${ETCD}:2379: `)
    const get = async (host: number) =>
      JSON.parse((await soon(host, 'instance get main -o json')).stdout) as { patroni?: Described }
    // A server that shuts down, and waits for a replica that it can't reach, answers nobody.
    const answers = async () => (await get(1)).patroni !== undefined
    await until('the former leader runs again', answers, 90)
    expect((await get(1)).patroni).to.include({ cluster: 'app', node: 'm1' })

    expect((await soon(2, 'instance status main')).stdout).to.equal(STATUS)
    expect((await soon(2, 'patroni members')).stderr).to.equal('')
    const found = (await get(2)).patroni
    expect(found?.cluster_members?.find(({ role }) => role === 'leader')?.name).to.equal('m2')
  })

  it('comes back as a replica that has all that the new leader has', async () => {
    await network('up')
    const hasAll = async () => (await sql(1, 'SELECT count(*) FROM t')).stdout.trim() === '2'
    await until('the former leader follows', hasAll)
    expect(await isLeader(1, 'm2')).to.equal(true)
    for (const host of [1, 2]) await pglift(host, 'instance drop main')
  })
})
