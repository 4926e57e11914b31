import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse } from 'yaml'
import { filePicture, serverPicture } from '../support/instance-picture.js'
import { until } from '../support/process.js'
import { Site } from '../support/site.js'

interface Outcome {
  readonly changed: boolean
  readonly dry_run: boolean
  readonly instances: readonly {
    instance: string
    change_state: string | null
    settings: Record<string, unknown>
    objects: { type: string; name: string; change_state: string | null }[]
    error: { code: string; message: string } | null
  }[]
}

const HBA = 'local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 trust\n'

describe('a whole host', () => {
  let site: Site
  let ports: number[]
  let whole: { instances: Record<string, unknown>[] }

  before(async () => {
    site = await Site.installed({
      settings: { postgresql: { replrole: 'replication' } },
      templates: { 'postgresql/pg_hba.conf': HBA },
    })
    ports = [await site.freePort(), await site.freePort(), await site.freePort()]
    whole = {
      instances: [
        {
          name: 'stby',
          port: ports[1],
          standby: {
            primary_conninfo: `host=${join(site.runPrefix, 'postgresql')} port=${ports[0]} user=replication`,
            slot: 'stby',
          },
        },
        {
          name: 'main',
          port: ports[0],
          settings: { work_mem: '4MB', log_filename: null },
          roles: [
            { name: 'owner', login: true, password: 's3kret', pgpass: true },
            { name: 'bob', memberships: ['owner'], hba_records: [{ database: 'app', method: 'peer' }] },
          ],
          databases: [{ name: 'app', owner: 'owner', extensions: ['hstore'], schemas: ['sales'] }],
          replication_slots: ['stby'],
          hba_records: [{ user: '+owner', connection: { address: '10.0.0.0/8' }, method: 'md5' }],
        },
      ],
    }
  })

  after(() => site.destroy())

  const main = (over: object) => ({ ...(whole.instances[1] as object), ...over })
  const changes = ({ instances }: Outcome) =>
    instances.map(({ instance, change_state }) => [instance.split('/')[1], change_state])
  const changedObjects = ({ instances }: Outcome) =>
    instances.flatMap(({ objects }) =>
      objects.filter((each) => each.change_state !== null).map((each) => `${each.name} ${each.change_state}`),
    )

  /** Writes a manifest, of several documents if there are several values. */
  function manifest(...documents: object[]): string {
    const text = documents.map((document) => JSON.stringify(document)).join('\n---\n')
    return site.config('host.yaml', text)
  }

  async function apply(documents: object[], args: readonly string[] = [], expectExit = 0): Promise<Outcome> {
    const command = ['--non-interactive', 'apply', '-f', manifest(...documents), '-o', 'json', ...args]
    return JSON.parse((await site.run(command, { expectExit })).stdout) as Outcome
  }

  it('tells all that is wrong, each at its place, and changes nothing', async () => {
    const wrong = [
      {
        instances: [
          { name: 'a', port: 'x' },
          { name: 'b', roles: [{ name: 'r', logn: true }] },
        ],
      },
      { name: 'c', port: ports[2] },
      { name: 'c', port: ports[0], standby: { slot: 's' } },
      { name: 'd', version: '99' },
    ]
    const command = ['apply', '-f', manifest(...wrong), '-o', 'json']
    const { stdout, stderr } = await site.run(command, { expectExit: 1 })
    const found = (JSON.parse(stdout) as { loc: (string | number)[] }[]).map(({ loc }) => loc.join('.'))
    expect(found).to.deep.equal([
      'documents.0.instances.0.port',
      'documents.0.instances.1.roles.0.logn',
      'documents.2.standby.primary_conninfo',
      'documents.3.version',
    ])
    expect(stderr).to.match(/^Error: 4 validation errors for Host/m)
    expect((await site.json<unknown[]>(['instance', 'list'])).length).to.equal(0)
  })

  it('tells what only the host, or the whole of the manifest, can tell in the same way', async () => {
    const twice = [{ instances: [{ name: 'a', port: ports[0] }, { name: 'a' }] }]
    expect((await site.run(['apply', '-f', manifest(...twice)], { expectExit: 1 })).stderr).to.contain(
      'instance 15/a is given more than once'.replace('15', site.version),
    )
    // A new one runs once, even if it is to be stopped.
    for (const state of ['started', 'stopped']) {
      const both = ['a', 'b'].map((name) => ({ name, port: ports[0] }))
      const shared = { instances: [both[0], { ...both[1], state }] }
      expect((await site.run(['apply', '-f', manifest(shared)], { expectExit: 1 })).stderr).to.contain(
        `instances.1.port\n  Value error, port ${ports[0]} is also that of ${site.version}/a`,
      )
    }
    const long = { unix_socket_directories: `/tmp/${'x'.repeat(100)}` }
    const many = {
      instances: ['a', 'b'].map((name, index) => ({ name, port: ports[index], settings: long })),
    }
    expect((await site.run(['apply', '-f', manifest(many)], { expectExit: 1 })).stderr)
      .to.contain('instances.0.settings.unix_socket_directories\n  socket path')
      .and.to.contain('instances.1.settings.unix_socket_directories\n')
  })

  it('says in a dry run what it would do, and does nothing', async () => {
    const outcome = await apply([whole], ['--dry-run', '--detailed-exitcode'], 2)
    expect([outcome.dry_run, outcome.changed]).to.deep.equal([true, true])
    expect(changes(outcome)).to.deep.equal([
      ['main', 'created'],
      ['stby', 'created'],
    ])
    expect(existsSync(site.datadir('main'))).to.equal(false)
  })

  it('makes all of it, a standby after its primary', async () => {
    const outcome = await apply([whole], ['--detailed-exitcode'], 2)
    expect(changes(outcome)).to.deep.equal([
      ['main', 'created'],
      ['stby', 'created'],
    ])
    expect(changedObjects(outcome)).to.deep.equal([
      'owner created',
      'bob created',
      'pg_hba.conf changed',
      'app created',
      'stby created',
    ])
    const streaming = "SELECT count(*)::int AS n FROM pg_stat_replication WHERE state = 'streaming'"
    await until(
      'the standby streams',
      async () => (await site.psql<{ n: number }>('main', streaming))[0]?.n === 1,
    )
  })

  it('(idempotency) has nothing to do the second time: 0', async () => {
    const outcome = await apply([whole], ['--detailed-exitcode'], 0)
    expect(changes(outcome)).to.deep.equal([
      ['main', null],
      ['stby', null],
    ])
    expect(changedObjects(outcome)).to.deep.equal([])
    const { stdout } = await site.ok(['apply', '-f', manifest(whole)])
    expect(stdout.split('\n').at(-2)).to.equal('2 instances: 2 unchanged')
  })

  it('reads several documents, and standard input', async () => {
    const input = whole.instances.map((each) => JSON.stringify(each)).join('\n---\n')
    const { stdout } = await site.ok(['apply', '-f', '-', '-o', 'json'], { input })
    expect(changes(JSON.parse(stdout) as Outcome)).to.deep.equal([
      ['main', null],
      ['stby', null],
    ])
  })

  it('exports what there is; applying that changes nothing', async () => {
    const { stdout, stderr } = await site.ok(['export'])
    expect(stderr).to.contain('passwords are not exported: owner')
    expect(stdout).not.to.match(/s3kret|SCRAM-/)
    const exported = parse(stdout) as { instances: Record<string, unknown>[] }
    const found = exported.instances.find(({ name }) => name === 'main')
    expect(found?.settings).to.deep.equal({ work_mem: '4MB', log_filename: null })
    const [app] = (found?.databases ?? []) as Record<string, unknown>[]
    const { extensions, ...rest } = app ?? {}
    expect((extensions as { name: string }[]).map(({ name }) => name)).to.deep.equal(['hstore'])
    expect([rest]).to.deep.equal([
      {
        name: 'app',
        owner: 'owner',
        schemas: [{ name: 'sales', owner: 'owner' }],
      },
    ])
    const file = join(site.directory, 'exported.yaml')
    writeFileSync(file, stdout)
    const before = [...filePicture(site, 'main'), ...(await serverPicture(site, 'main'))]
    await site.run(['apply', '-f', file, '--detailed-exitcode'], { expectExit: 0 })
    await site.run(['diff', '-f', file], { expectExit: 0 })
    expect([...filePicture(site, 'main'), ...(await serverPicture(site, 'main'))]).to.deep.equal(before)
  })

  it('tells of drift, and of what the manifest does not name', async () => {
    await site.ok(['role', '-i', 'main', 'alter', 'bob', '--createdb'])
    await site.ok(['role', '-i', 'main', 'create', 'eve'])
    await site.ok(['pgconf', '-i', 'main', 'set', 'work_mem=16MB'])
    const { stdout } = await site.run(['diff', '-f', manifest(whole)], { expectExit: 2 })
    expect(stdout).to.contain('  setting work_mem: 16MB -> 4MB\n  role bob: differs\n')
    expect(stdout).to.contain('ALTER ROLE "bob" WITH NOCREATEDB')
    expect(stdout).to.contain(`not in the manifest: role eve in ${site.version}/main\n`)
    const json = await site.run(['diff', '-f', manifest(whole), '-o', 'json'], { expectExit: 2 })
    const found = JSON.parse(json.stdout) as Outcome & { differs: boolean; unmanaged: object[] }
    expect(found.differs).to.equal(true)
    expect(found.unmanaged).to.deep.equal([{ type: 'role', name: 'eve', instance: `${site.version}/main` }])
    expect(found.instances[0]?.settings).to.deep.equal({ work_mem: ['16MB', '4MB'] })
    await apply([whole])
    await site.run(['diff', '-f', manifest(whole)], { expectExit: 0 })
  })

  it('shows the files', async () => {
    const { stdout } = await site.ok(['apply', '-f', manifest(main({ settings: {} })), '--dry-run', '--diff'])
    expect(stdout).to.match(/^-work_mem = '4MB'|^-work_mem = 4MB/m)
  })

  it('looks into a stopped instance, and leaves it stopped', async () => {
    await site.ok(['instance', 'stop', 'stby', 'main'])
    const stopped = main({ state: 'stopped', roles: [{ name: 'bob', createrole: true }] })
    const { stdout } = await site.run(['diff', '-f', manifest(stopped)], { expectExit: 2 })
    expect(stdout).to.contain('  role bob: differs\n')
    expect(existsSync(join(site.datadir('main'), 'postmaster.pid'))).to.equal(false)
    const outcome = await apply([stopped])
    expect(changedObjects(outcome)).to.deep.equal(['bob changed'])
    expect(existsSync(join(site.datadir('main'), 'postmaster.pid'))).to.equal(false)
    await apply([whole])
  })

  it('one that fails keeps no other from its turn, but its standbys', async () => {
    const broken = main({ databases: [{ name: 'other', tablespace: 'nowhere' }] })
    const third = { name: 'third', port: ports[2] }
    const documents = [{ instances: [whole.instances[0], broken, third] }]
    const outcome = await apply(documents, ['--detailed-exitcode'], 1)
    expect(
      outcome.instances.map(({ instance, error }) => [instance.split('/')[1], error?.code]),
    ).to.deep.equal([
      ['main', 'PGLIFT_SQL'],
      ['stby', 'PGLIFT_PRIMARY_FAILED'],
      ['third', undefined],
    ])
    const { stderr } = await site.run(['apply', '-f', manifest(...documents)], { expectExit: 1 })
    expect(stderr).to.match(/^Error: could not apply 2 of 3 instances: \d+\/main, \d+\/stby$/m)
  })

  it('gives a port to another instance once it is free, and drops at the end', async () => {
    const other = { name: 'other', port: ports[2] }
    const outcome = await apply([
      {
        instances: [
          other,
          { name: 'third', state: 'absent' },
          { name: 'main', state: 'absent' },
          { name: 'stby', state: 'absent' },
        ],
      },
    ])
    expect(changes(outcome)).to.deep.equal([
      ['third', 'dropped'],
      ['other', 'created'],
      ['stby', 'dropped'],
      ['main', 'dropped'],
    ])
    expect(await apply([other, { name: 'stby', state: 'absent' }])).to.include({ changed: false })
  })

  it('says what is wrong with the command line by status 1 where 2 means changes', async () => {
    await site.run(['apply', '--nope'], { expectExit: 2 })
    await site.run(['apply', '--detailed-exitcode', '--nope'], { expectExit: 1 })
    await site.run(['diff'], { expectExit: 1 })
    const { stderr } = await site.run(['apply'], { expectExit: 2 })
    expect(stderr).to.contain("Missing option '-f' / '--file'.")
  })

  it('prints the schema of the manifest', async () => {
    const schema = JSON.parse((await site.ok(['apply', '--schema'])).stdout) as { title: string }
    expect(schema.title).to.equal('Host')
  })
})
