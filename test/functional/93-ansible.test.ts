import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { linkPlugins } from '../support/linked.js'
import type { Site } from '../support/site.js'
import { sshLab } from './86-pgbackrest-hosts.js'
import { newBackupSite } from './86-pgbackrest-site.js'
import { Ansible, type TaskResult } from './93-ansible.js'

const LOCAL = { ansible_connection: 'local' }
const SECRET = 'a secret of the playbook'
const WORKSHOP = 'Créer une instance'

describe('Ansible', () => {
  let site: Site
  let ansible: Ansible
  let port: number
  let exporterPort: number
  let sshd: ChildProcess | undefined
  /** The workshop's command, on this host without ssh. */
  const workshop = (file: string, ...options: string[]) =>
    ansible.playbook(['-u', userInfo().username, file, ...options], {
      ANSIBLE_INVENTORY: 'inventory',
      ANSIBLE_TRANSPORT: 'local',
    })

  /** The workshop's task, with ports of ours. */
  const instanceTask = (more: object = {}) => ({
    name: 'instance',
    'dalibo.pglift.instance': {
      ...{ name: 'main', state: 'started', version: Number(site.version), port },
      pgbackrest: { stanza: 'main-app' },
      replrole_password: SECRET,
      prometheus: { port: exporterPort },
      ...more,
    },
  })

  before(async () => {
    const prometheus = { execpath: '/usr/bin/prometheus-postgres-exporter' }
    site = await newBackupSite({ settings: { prometheus, postgresql: { replrole: 'replication' } } })
    await linkPlugins(site, ['pgbackrest', 'postgres-exporter'])
    await site.ok(['site-configure', 'install'])
    port = await site.freePort()
    exporterPort = await site.freePort()
    ansible = new Ansible(site)
    await ansible.install()
    ansible.take('workshop', {
      ...{ 5432: String(port), 9187: String(exporterPort) },
      ...{
        'version: 15': `version: ${site.version}`,
        '"postgres"': userInfo().username,
        'word: secret': `word: ${SECRET}`,
      },
    })
  })

  after(async () => {
    sshd?.kill()
    await site?.destroy()
  })

  it("is a collection that Ansible's own checks take, with documentation of every module", async () => {
    await ansible.sanity()
    for (const [name, { doc, examples, return: answers }] of Object.entries(await ansible.documentation())) {
      expect(Object.keys(doc.options)).to.include(name.endsWith('.host') ? 'instances' : 'name')
      expect(examples).to.contain(`${name}:`)
      expect(Object.keys(answers)).not.to.deep.equal([])
    }
  })

  it('says in check mode what it would do, and does nothing', async () => {
    const { code, tasks, stdout } = await workshop('instance_main.yml', '--check', '--diff')
    expect(code, stdout).to.equal(0)
    expect(tasks.get(WORKSHOP)).to.include({ changed: true, change_state: 'created' })
    const inside = { name: 'inside', 'dalibo.pglift.database': { instance: 'main', name: 'shop' } }
    const played = await ansible.play([inside], LOCAL, '--check')
    expect(played.tasks.get('inside'), played.stdout).to.include({ changed: true })
    const unmade = [
      { name: 'gone', 'dalibo.pglift.role': { instance: 'main', name: 'bob', state: 'absent' } },
      { name: 'dsn', 'dalibo.pglift.dsn_info': { name: 'main' } },
    ]
    const { stats, code: unmadeCode } = await ansible.play(unmade, LOCAL, '--check')
    expect([unmadeCode, stats.changed]).to.deep.equal([0, 0])
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it("plays the workshop's playbook: an instance that is backed up and monitored", async () => {
    const { code, tasks, stdout, stderr } = await workshop('instance_main.yml', '-vvv')
    expect(code, stdout).to.equal(0)
    expect(stdout + stderr)
      .not.to.contain(SECRET)
      .and.not.to.contain('[WARNING]')
    const answer = tasks.get(WORKSHOP)
    expect(answer).to.include({ changed: true, change_state: 'created', instance: `${site.version}/main` })
    expect(answer?.env).to.include({ PGPORT: String(port) })
    expect(answer?.object).to.deep.include({
      pgbackrest: { stanza: 'main-app' },
      prometheus: { port: exporterPort },
    })
    await ansible.expectDocumented('instance', answer as TaskResult)
    expect((await site.ok(['instance', 'status', 'main'])).stdout).to.contain('prometheus: running')
    expect(await site.json(['instance', 'backups', 'main'])).to.deep.equal([])
  })

  it('(idempotency) changes nothing the second time', async () => {
    const { code, stats, stdout } = await workshop('instance_main.yml')
    expect(code, stdout).to.equal(0)
    expect(stats).to.include({ changed: 0, failures: 0 })
  })

  it('shows the change of a setting in check mode, and makes none', async () => {
    const { tasks } = await workshop('instance_main_settings.yml', '--check', '--diff')
    const answer = tasks.get(WORKSHOP) as TaskResult
    expect(answer).to.include({ changed: true, change_state: 'changed' })
    expect(JSON.stringify(answer.diff)).to.contain("work_mem = '7MB'")
    await ansible.expectDocumented('instance', answer)
    const [{ work_mem }] = (await site.psql<{ work_mem: string }>('main', 'SHOW work_mem')) as [
      { work_mem: string },
    ]
    expect(work_mem).to.equal('4MB')
  })

  it('manages roles and databases, once', async () => {
    const on = (name: string, module: string, fields: object) => ({
      name,
      [`dalibo.pglift.${module}`]: { instance: 'main', ...fields },
    })
    const tasks = [
      on('role', 'role', {
        name: 'bob',
        login: true,
        password: SECRET,
        memberships: [{ role: 'pg_monitor' }],
      }),
      on('database', 'database', { name: 'shop', owner: 'bob', schemas: [{ name: 'sales' }] }),
      { name: 'dsn', 'dalibo.pglift.dsn_info': { name: 'main' } },
    ]
    const first = await ansible.play(tasks, LOCAL)
    expect(first.code, first.stdout).to.equal(0)
    expect(first.tasks.get('role')?.object).to.deep.include({ name: 'bob', has_password: true })
    expect(first.tasks.get('database')?.object).to.deep.include({ name: 'shop', owner: 'bob' })
    expect(first.tasks.get('dsn')).to.include({ PGPORT: String(port), PGUSER: 'postgres', changed: false })
    for (const [module, task] of Object.entries({ role: 'role', database: 'database', dsn_info: 'dsn' }))
      await ansible.expectDocumented(module, first.tasks.get(task) as TaskResult)
    expect(first.stdout).not.to.contain(SECRET)
    const second = await ansible.play(tasks, LOCAL)
    expect(second.stats).to.include({ changed: 0, failures: 0 })
  })

  it('manages an exporter of a server elsewhere, once', async () => {
    const dsn = `host=localhost port=${port} dbname=postgres user=postgres`
    const exporter = { name: 'elsewhere', dsn, password: SECRET, port: await site.freePort() }
    const task = (fields: object) => ({ name: 'exporter', 'dalibo.pglift.postgres_exporter': fields })
    const first = await ansible.play([task(exporter)], LOCAL, '-vvv')
    expect(first.tasks.get('exporter'), first.stdout).to.include({ changed: true, change_state: 'created' })
    expect(first.stdout + first.stderr).not.to.contain(SECRET)
    await ansible.expectDocumented('postgres_exporter', first.tasks.get('exporter') as TaskResult)
    expect((await ansible.play([task(exporter)], LOCAL)).stats).to.include({ changed: 0, failures: 0 })
    const gone = await ansible.play([task({ name: 'elsewhere', state: 'absent' })], LOCAL)
    expect(gone.tasks.get('exporter'), gone.stdout).to.include({ changed: true, change_state: 'dropped' })
  })

  it('brings a whole host to what one manifest says, once', async () => {
    const task = (databases: readonly object[]) => ({
      name: 'host',
      'dalibo.pglift.host': {
        instances: [
          {
            ...{ name: 'main', version: site.version, port, prometheus: { port: exporterPort } },
            ...{ pgbackrest: { stanza: 'main-app' }, databases },
          },
          { name: 'gone', state: 'absent' },
        ],
      },
    })
    const checked = await ansible.play([task([{ name: 'stock' }])], LOCAL, '--check')
    expect(checked.tasks.get('host'), checked.stdout).to.include({ changed: true })
    await ansible.expectDocumented('host', checked.tasks.get('host') as TaskResult)
    const first = await ansible.play([task([{ name: 'stock' }])], LOCAL)
    expect(first.code, first.stdout).to.equal(0)
    expect(first.stats).to.include({ changed: 1 })
    expect((await ansible.play([task([{ name: 'stock' }])], LOCAL)).stats).to.include({
      changed: 0,
      failures: 0,
    })
  })

  it('fails with what pglift says', async () => {
    const wrong = instanceTask({ settings: { port: 1 } })
    const { tasks, code } = await ansible.play([wrong], LOCAL)
    expect(code).to.equal(2)
    expect(tasks.get('instance')?.msg).to.contain("'port' entry is disallowed")
  })

  it('fails without a pglift, saying where it was looked for', async () => {
    const executable = join(site.directory, 'none')
    const { tasks } = await ansible.play([instanceTask({ executable })], LOCAL)
    expect(tasks.get('instance')).to.include({ failed: true })
    expect(tasks.get('instance')?.msg).to.contain(executable)
  })

  it('tells of each instance of a host that failed', async () => {
    const instances = [
      {
        name: 'broken',
        version: site.version,
        port: await site.freePort(),
        prometheus: { port: await site.freePort() },
        pgbackrest: { stanza: 'broken' },
      },
      { name: 'gone', version: site.version, state: 'absent' },
    ]
    const [broken, ...others] = instances
    const settings = { shared_preload_libraries: 'nowhere' }
    const task = { name: 'host', 'dalibo.pglift.host': { instances: [{ ...broken, settings }, ...others] } }
    const { tasks, stdout } = await ansible.play([task], LOCAL)
    const answer = tasks.get('host') as TaskResult
    expect(answer, stdout).to.include({ failed: true, changed: false })
    expect(answer.msg).to.match(new RegExp(`^${site.version}/broken: .* could not be started[^]*nowhere`))
    expect(answer.instances).to.have.lengthOf(2)
  })

  it('refuses fields that it does not know, and shows no secret of a free mapping', async () => {
    const unknown = instanceTask({ prot: 5432 })
    const { tasks } = await ansible.play([unknown], LOCAL)
    expect(tasks.get('instance')?.msg).to.contain('Unsupported parameters').and.to.contain('prot')
    const manifest = {
      instances: [{ name: 'main', version: site.version, roles: [{ name: 'r', password: SECRET, prot: 1 }] }],
    }
    const free = [
      { name: 'manifest', ignore_errors: true, 'dalibo.pglift.host': { manifest } },
      { ...instanceTask({ components: { other: { password: SECRET } } }), name: 'components' },
    ]
    const played = await ansible.play(free, LOCAL, '-vvv')
    expect(played.tasks.get('manifest')?.msg).to.contain('instances.0.roles.0.prot')
    expect(played.tasks.get('components')).to.include({ failed: true })
    expect(played.stdout + played.stderr).not.to.contain(SECRET)
  })

  it('refuses a pglift of another version', async () => {
    const executable = join(site.directory, 'other-pglift')
    writeFileSync(executable, "#!/bin/sh\necho 'pglift 9.9.9'\n", { mode: 0o755 })
    const { tasks } = await ansible.play([instanceTask({ executable })], LOCAL)
    expect(tasks.get('instance')?.msg).to.contain(`${executable} is version 9.9.9`)
  })

  it('takes defaults for all of its modules', async () => {
    const executable = join(site.directory, 'none')
    const task = { name: 'dsn', 'dalibo.pglift.dsn_info': { name: 'main' } }
    const defaults = { 'group/dalibo.pglift.all': { executable } }
    const { tasks } = await ansible.play([{ ...task, module_defaults: defaults }], LOCAL)
    expect(tasks.get('dsn')?.msg).to.contain(executable)
  })

  it('works over ssh, and cleans up', async () => {
    const { HOME, PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR } = site.env
    const lab = sshLab(join(site.directory, 'ssh'), await site.freePort(), {
      hosts: ['srv-pg1'],
      env: { HOME, PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR },
    })
    const [program = '', ...args] = lab.sshd
    sshd = spawn(program, args, { stdio: 'ignore' })
    const remote = (file: string) =>
      ansible.playbook(['-u', userInfo().username, file], {
        ...{ ANSIBLE_INVENTORY: 'inventory', ANSIBLE_SSH_EXECUTABLE: lab.client, ANSIBLE_SSH_USETTY: 'no' },
        ANSIBLE_SSH_COMMON_ARGS: '-o ConnectionAttempts=20',
      })
    const same = await remote('instance_main.yml')
    expect(same.code, same.stdout).to.equal(0)
    expect(same.stats).to.include({ changed: 0, failures: 0, unreachable: 0 })
    const { tasks, stdout } = await remote('instance_main_absent.yml')
    const gone = tasks.get('Supprimer une instance') as TaskResult
    expect(gone, stdout).to.include({ changed: true, change_state: 'dropped' })
    await ansible.expectDocumented('instance', gone)
    expect(existsSync(site.datadir('main'))).to.equal(false)
    expect((await remote('instance_main_absent.yml')).stats).to.include({ changed: 0, failures: 0 })
  })
})
