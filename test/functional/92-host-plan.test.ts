import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { filePicture, serverPicture } from '../support/instance-picture.js'
import { Site } from '../support/site.js'

interface SavedPlan {
  readonly secrets: string[]
  readonly instances: { change_state: string | null; steps: { kind: string; title?: string }[] }[]
}

describe('a saved plan', () => {
  let site: Site
  let port: number

  before(async () => {
    site = await Site.installed()
    port = await site.freePort()
  })

  after(() => site.destroy())

  const manifest = (over: object = {}) =>
    site.config('host.yaml', {
      instances: [
        {
          name: 'main',
          port,
          settings: { work_mem: '4MB' },
          roles: [{ name: 'app', login: true, password: 's3kret', pgpass: true }],
          databases: [{ name: 'app', owner: 'app', schemas: ['sales'] }],
          ...over,
        },
      ],
    })

  const path = () => join(site.directory, 'plan.json')
  const picture = async () => [...filePicture(site, 'main'), ...(await serverPicture(site, 'main'))]

  async function plan(over: object = {}): Promise<SavedPlan> {
    await site.ok(['plan', '-f', manifest(over), '-o', path()])
    return JSON.parse(readFileSync(path(), 'utf8')) as SavedPlan
  }

  const apply = (args: readonly string[] = [], expectExit = 0) =>
    site.run(['--non-interactive', 'apply', path(), ...args], { expectExit })

  it('is what would be done, in a file that nobody else reads, without a password', async () => {
    const { stdout, stderr } = await site.ok(['plan', '-f', manifest(), '-o', path()])
    expect(stdout)
      .to.match(/^\S+\/main: to be created$/m)
      .and.contain("creating role 'app'\n")
    expect(stderr).to.contain(`plan saved in ${path()}; 'pglift apply ${path()}' takes its steps`)
    expect(statSync(path()).mode & 0o777).to.equal(0o600)
    const text = readFileSync(path(), 'utf8')
    expect(`${text}${stdout}`).not.to.match(/s3kret|SCRAM-/)
    expect((JSON.parse(text) as SavedPlan).secrets).to.deep.equal(['instances.0.roles.0.password'])
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('is printed as JSON; --save keeps it as well', async () => {
    const other = join(site.directory, 'other.json')
    const { stdout } = await site.run(
      ['plan', '-f', manifest(), '-o', 'json', '--save', other, '--detailed-exitcode'],
      { expectExit: 2 },
    )
    const printed = JSON.parse(stdout) as SavedPlan
    expect(printed.instances.map(({ change_state }) => change_state)).to.deep.equal(['created'])
    expect((JSON.parse(readFileSync(other, 'utf8')) as SavedPlan).instances).to.deep.equal(printed.instances)
  })

  it('needs the manifest for its passwords, and no other one', async () => {
    expect((await apply([], 1)).stderr).to.contain(
      'Error: the plan needs a secret that no plan holds: instances.0.roles.0.password\n',
    )
    const other = manifest({ settings: { work_mem: '5MB' } })
    expect((await apply(['-f', other], 1)).stderr).to.contain(
      'the plan was made of another manifest, which differs in: instances.0.settings.work_mem\n',
    )
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('is taken, once: then the host is another', async () => {
    const { stdout } = await apply(['-f', manifest(), '--detailed-exitcode'], 2)
    expect(stdout).to.contain('/main: created\n')
    expect(readFileSync(join(site.home, '.pgpass'), 'utf8')).to.contain(':app:s3kret\n')
    expect((await apply(['-f', manifest()], 1)).stderr).to.match(/^- instance \S+\/main was created$/m)
  })

  it('(idempotency) of a host that is as declared has no steps, and may be applied', async () => {
    const { instances } = await plan()
    expect(instances.map(({ steps }) => steps)).to.deep.equal([[]])
    const before = await picture()
    await apply(['-f', manifest(), '--detailed-exitcode'], 0)
    expect(await picture()).to.deep.equal(before)
  })

  it('does without the manifest when no step needs a password of it', async () => {
    const { secrets } = await plan({ settings: { work_mem: '6MB' } })
    expect(secrets).to.deep.equal(['instances.0.roles.0.password'])
    await apply(['--detailed-exitcode'], 2)
    expect(readFileSync(join(site.home, '.pgpass'), 'utf8')).to.contain(':app:s3kret\n')
    expect(await site.psql('main', 'SHOW work_mem')).to.deep.equal([{ work_mem: '6MB' }])
  })

  const roles = [{ name: 'app', login: true, createdb: true, pgpass: true }]
  const stale: Readonly<
    Record<string, readonly [change: readonly string[], undo: readonly string[], RegExp]>
  > = {
    'a role': [
      ['role', '-i', 'main', 'alter', 'app', '--createrole'],
      ['role', '-i', 'main', 'alter', 'app', '--no-createrole'],
      /^- role 'app' of \S+\/main was changed$/m,
    ],
    'a setting': [
      ['pgconf', '-i', 'main', 'set', 'maintenance_work_mem=70MB'],
      ['pgconf', '-i', 'main', 'remove', 'maintenance_work_mem'],
      /^- configuration of \S+\/main was changed$/m,
    ],
    'a record of pg_hba.conf': [
      ['pghba', '-i', 'main', 'add', '--method', 'trust', '--user', 'eve'],
      ['pghba', '-i', 'main', 'remove', '--method', 'trust', '--user', 'eve'],
      /^- pg_hba.conf of \S+\/main was changed$/m,
    ],
    'the inside of a database': [
      ['database', '-i', 'main', 'run', 'CREATE SCHEMA eve', '-d', 'app'],
      ['database', '-i', 'main', 'run', 'DROP SCHEMA eve', '-d', 'app'],
      /^- database 'app' of \S+\/main was changed$/m,
    ],
    'the state of the instance': [
      ['instance', 'stop', 'main'],
      ['instance', 'start', 'main'],
      /^- instance \S+\/main was changed$/m,
    ],
  }

  for (const [what, [change, undo, said]] of Object.entries(stale))
    it(`is refused when ${what} has changed since, and changes nothing; taken when all is as it was`, async () => {
      await plan({ roles })
      await site.ok(change)
      const before = await picture()
      expect((await apply([], 1)).stderr).to.match(said)
      expect(await picture()).to.deep.equal(before)
      await site.ok(undo)
      await apply(['--dry-run'])
    })

  it('is not refused for what it is not about', async () => {
    await plan({ roles })
    await site.ok(['role', '-i', 'main', 'create', 'somebody'])
    await apply(['--detailed-exitcode'], 2)
    expect(await site.psql('main', "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'app'")).to.deep.equal([
      { rolcreatedb: true },
    ])
  })

  it('is refused when the site would have it done otherwise by now', async () => {
    await plan({ settings: {} })
    const template = join(site.configDirectory, 'postgresql/postgresql.conf')
    const text = readFileSync(template, 'utf8')
    writeFileSync(template, `${text}log_statement = ddl\n`)
    expect((await apply(['-f', manifest({ settings: {} })], 1)).stderr).to.match(
      /^- other steps would be taken for \S+\/main now$/m,
    )
    writeFileSync(template, text)
    await apply(['-f', manifest({ settings: {} })])
  })

  it('is for the instance that it was made for, and for what is in it', async () => {
    await plan({ state: 'absent', roles: [], databases: [], settings: {} })
    await site.ok(['database', '-i', 'main', 'create', 'precious'])
    expect((await apply([], 1)).stderr).to.match(/^- databases of \S+\/main was changed$/m)
    await site.ok(['database', '-i', 'main', 'drop', 'precious'])
    await site.ok(['instance', 'drop', 'main'])
    await site.ok(['instance', 'create', 'main', '--port', String(port)])
    expect((await apply([], 1)).stderr).to.match(/^- instance \S+\/main was changed$/m)
  })

  it('is asked for nothing: whoever agreed to it has answered', async () => {
    await plan({ state: 'absent', roles: [], databases: [], settings: {} })
    const { stderr } = await site.run(['apply', path()], { expectExit: 0 })
    expect(stderr).not.to.contain('Confirm')
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('is told from a manifest and from anything else', async () => {
    const { stderr } = await site.run(['apply', manifest()], { expectExit: 1 })
    expect(stderr).to.contain('is not a plan').and.to.contain("'pglift apply -f ")
    await site.run(['apply', join(site.directory, 'nowhere.json')], { expectExit: 2 })
    writeFileSync(path(), '{"format":"pglift-plan/1"}')
    await apply([], 1)
  })
})
