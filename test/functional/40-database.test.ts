import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { until } from '../support/process.js'
import { Site } from '../support/site.js'
import { said } from './said.js'

interface Database {
  owner: string
  settings: Record<string, string> | null
  schemas: { name: string; owner: string }[]
  extensions: { name: string; schema: string; version: string }[]
  locale: string
  publications: { name: string }[]
  tablespace: string
}

describe('database', () => {
  let site: Site
  let id: string
  let port: number

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    port = await site.freePort()
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
    await site.psql('main', 'CREATE ROLE bob; CREATE ROLE alice')
  })

  after(() => site.destroy())

  const get = (name: string) => site.json<Database>(['database', 'get', name])
  const names = async () =>
    (await site.json<{ name: string }[]>(['database', 'list'])).map(({ name }) => name)
  const apply = async (manifest: object, ...options: string[]) => {
    const input = JSON.stringify(manifest)
    const { stdout, stderr } = await site.ok(['database', 'apply', '-f', '-', '-o', 'json', ...options], {
      input,
    })
    return { result: JSON.parse(stdout) as { change_state: string | null; diff: null }, stderr }
  }
  describe('create', () => {
    it('creates a database, says so, and refuses to do it twice', async () => {
      const { stderr, stdout } = await site.ok(['database', 'create', 'ws1'])
      expect(said(stderr)).to.equal(`INFO creating 'ws1' database in ${id}\n`)
      expect(stdout).to.equal('')
      const again = await site.run(['database', 'create', 'ws1'], { expectExit: 1 })
      expect(again.stderr).to.match(/^Error: database already exists$/m)
    })

    it('creates it with owner, schemas and extensions', async () => {
      const options = ['--owner', 'bob', '--schema', 's1', '--schema', 's2', '--extension', 'hstore']
      const { stderr } = await site.ok(['database', 'create', 'ws2', ...options])
      expect(said(stderr)).to.equal(
        [
          `INFO creating 'ws2' database in ${id}`,
          "INFO creating schema 's1' in database ws2",
          "INFO creating schema 's2' in database ws2",
          "INFO creating extension 'hstore' in database ws2",
          '',
        ].join('\n'),
      )
      const database = await get('ws2')
      expect(database.owner).to.equal('bob')
      expect(database.schemas.slice(1)).to.deep.equal([
        { name: 's1', owner: 'bob' },
        { name: 's2', owner: 'bob' },
      ])
      expect(database.extensions.map(({ name }) => name)).to.deep.equal(['hstore'])
    })

    it('takes another locale than the template has', async () => {
      await site.ok(['database', 'create', 'utf', '--locale', 'C.UTF-8'])
      expect((await get('utf')).locale).to.equal('C.UTF-8')
    })

    it('leaves nothing behind when a part of it fails', async () => {
      const options = ['--schema', 's', '--extension', 'nosuchextension']
      const { stderr } = await site.run(['database', 'create', 'half', ...options], { expectExit: 1 })
      expect(said(stderr)).to.include(`WARNING reverting: creating 'half' database in ${id}`)
      expect(stderr).to.match(/^Error: extension "nosuchextension" is not available/m)
      expect(await names()).not.to.include('half')
    })

    it('refuses a tablespace called default', async () => {
      const options = ['database', 'create', 'x', '--tablespace', 'default']
      const { stderr } = await site.run(options, { expectExit: 2 })
      expect(stderr).to.include("Invalid value for '--tablespace': 'default' is not a valid value")
    })

    it('only says what it would do in a dry run', async () => {
      const { stderr } = await site.ok(['database', 'create', 'dry', '--schema', 's', '--dry-run'])
      expect(said(stderr)).to.equal(
        `INFO creating 'dry' database in ${id}\nINFO creating schema 's' in database dry\nDRY RUN: no changes made\n`,
      )
      expect(await names()).not.to.include('dry')
    })
  })

  describe('clone', () => {
    before(async () => {
      await site.ok(['database', 'create', 'source', '--schema', 'app'])
      await site.psql('main', 'CREATE TABLE app.t AS SELECT generate_series(1, 3) AS a', { dbname: 'source' })
    })

    const dsn = (dbname: string) => `postgresql://postgres:s3kret@127.0.0.1:${port}/${dbname}`
    const rows = (dbname: string) => site.psql('main', 'SELECT a FROM app.t', { dbname })

    it('copies definitions and data, and never shows the password', async () => {
      const options = ['--clone-from', dsn('source'), '--schema', 'app', '--schema', 'own']
      const { stderr } = await site.ok(['-L', 'debug', 'database', 'create', 'copy', ...options])
      expect(stderr).to.include(`cloning 'copy' database in ${id} from postgresql://postgres:********@`)
      expect(stderr).not.to.include('s3kret')
      expect(await rows('copy')).to.have.length(3)
      expect((await get('copy')).schemas.map(({ name }) => name)).to.deep.equal(['app', 'own', 'public'])
    })

    it('copies definitions alone', async () => {
      const options = ['--clone-from', dsn('source'), '--clone-schema-only']
      await site.ok(['database', 'create', 'bare', ...options])
      expect(await rows('bare')).to.deep.equal([])
    })

    it('leaves no database when the source cannot be read', async () => {
      const options = ['--clone-from', dsn('nowhere')]
      const { stderr } = await site.run(['database', 'create', 'lost', ...options], { expectExit: 1 })
      expect(stderr).to.include('database "nowhere" does not exist')
      expect(stderr).not.to.include('s3kret')
      expect(await names()).not.to.include('lost')
    })
  })

  describe('apply and alter', () => {
    const manifest = {
      name: 'ap',
      owner: 'bob',
      settings: { work_mem: '3MB', search_path: 's1, public' },
      schemas: ['s1', { name: 's2', owner: 'alice' }],
      extensions: [{ name: 'hstore', schema: 's1', version: '1.7' }, 'unaccent'],
      publications: ['pub'],
    }

    it('creates, then has nothing to do', async () => {
      const { result, stderr } = await apply(manifest)
      expect(result).to.deep.equal({ change_state: 'created', diff: null })
      expect(stderr).to.include("creating schema 's2' in database ap with owner 'alice'\n")
      const again = await apply(manifest)
      expect(again).to.deep.equal({ result: { change_state: null, diff: null }, stderr: '' })
    })

    it('leaves the owner when the manifest names none, and settings that it does not name', async () => {
      expect((await apply({ name: 'ap', settings: { work_mem: '3MB' } })).result.change_state).to.equal(null)
      const { owner, settings } = await get('ap')
      expect(owner).to.equal('bob')
      expect(settings).to.deep.equal({ work_mem: '3MB', search_path: 's1, public' })
    })

    it('changes what differs', async () => {
      const { result, stderr } = await apply({
        name: 'ap',
        owner: 'alice',
        settings: { work_mem: null },
        schemas: [{ name: 's2', state: 'absent' }, { name: 's3' }],
        extensions: [
          { name: 'hstore', schema: 'public', version: '1.8' },
          { name: 'unaccent', state: 'absent' },
        ],
        publications: [{ name: 'pub', state: 'absent' }],
      })
      expect(result.change_state).to.equal('changed')
      expect(said(stderr).split('\n')).to.include.members([
        `INFO altering 'ap' database on instance ${id}`,
        "INFO creating schema 's3' in database ap",
        'INFO dropping schema s2 from database ap',
        "INFO setting 'hstore' extension schema to 'public'",
        "INFO updating 'hstore' extension version to '1.8'",
        "INFO dropping extension 'unaccent'",
      ])
      const { owner, settings, extensions, publications } = await get('ap')
      expect({ owner, settings, extensions, publications }).to.deep.equal({
        owner: 'alice',
        settings: { search_path: 's1, public' },
        extensions: [{ name: 'hstore', schema: 'public', version: '1.8' }],
        publications: [],
      })
      expect((await apply({ name: 'ap', settings: {} })).result.change_state).to.equal('changed')
      expect((await get('ap')).settings).to.equal(null)
    })

    it('takes back what it had changed when a later part fails', async () => {
      const before = await get('ap')
      const manifest = { name: 'ap', owner: 'bob', settings: { work_mem: '9MB' }, schemas: ['new'] }
      const input = JSON.stringify({ ...manifest, extensions: [{ name: 'hstore', version: '99' }] })
      const { stderr } = await site.run(['database', 'apply', '-f', '-'], { input, expectExit: 1 })
      expect(stderr).to.include(`reverting: altering 'ap' database on instance ${id}`)
      expect(await get('ap')).to.deep.equal(before)
    })

    it('applies what get prints without a change', async () => {
      const { stdout } = await site.ok(['database', 'get', 'ap', '-o', 'json'])
      expect((await apply(JSON.parse(stdout))).result.change_state).to.equal(null)
    })

    it('alters by options', async () => {
      const options = ['--owner=bob', '--add-schema=s4', '--remove-schema=s3', '--remove-extension=hstore']
      await site.ok(['database', 'alter', 'ap', ...options])
      const { owner, schemas, extensions } = await get('ap')
      expect(owner).to.equal('bob')
      expect(schemas.map(({ name }) => name)).to.deep.equal(['public', 's1', 's4'])
      expect(extensions).to.deep.equal([])
      const { stderr } = await site.run(['database', 'alter', 'nope', '--owner=bob'], { expectExit: 1 })
      expect(stderr).to.match(/^Error: database 'nope' not found$/m)
    })

    it('moves a database to another tablespace', async () => {
      const location = join(site.directory, 'fast')
      mkdirSync(location)
      await site.psql('main', `CREATE TABLESPACE fast LOCATION '${location}'`)
      await site.ok(['database', 'alter', 'ap', '--tablespace=fast', '--add-schema=s5'])
      expect((await get('ap')).tablespace).to.equal('fast')
    })

    it('drops what is absent, once', async () => {
      const dry = await apply({ name: 'ap', state: 'absent' }, '--dry-run')
      expect(dry.result).to.deep.equal({ change_state: null, diff: null })
      expect((await apply({ name: 'ap', state: 'absent' })).result.change_state).to.equal('dropped')
      expect((await apply({ name: 'ap', state: 'absent' })).result.change_state).to.equal(null)
    })
  })

  describe('list and drop', () => {
    it('lists databases with sizes, in a table that people can read', async () => {
      const { stdout } = await site.ok(['database', 'list', 'ws1', 'ws2'])
      const [, header, , ...lines] = stdout.split('\n')
      expect(header?.split('|').map((cell) => cell.trim())).to.deep.equal([
        '',
        ...['name', 'owner', 'encod.', 'col.', 'ctype', 'acls', 'size', 'description', 'tablespace'],
        '',
      ])
      expect(lines.join('\n')).to.match(/\| ws2 +\| bob .*\| \d+\.\d MB \|.*\| name: pg_default/)
      const [item] = await site.json<object[]>(['database', 'list', 'ws1'])
      expect(Object.keys(item ?? {})).to.deep.equal(
        'name owner encoding collation ctype acls size description tablespace'.split(' '),
      )
      expect(await names())
        .to.include.members(['postgres', 'template1'])
        .and.not.include('template0')
      const rest = await site.json<{ name: string }[]>(['database', 'list', '-x', 'ws1'])
      expect(rest.map(({ name }) => name)).not.to.include('ws1')
    })

    it('says what is not there', async () => {
      for (const verb of ['get', 'drop', 'dump', 'list', 'privileges']) {
        const { stderr } = await site.run(['database', verb, 'nope'], { expectExit: 1 })
        expect(stderr, verb).to.match(/^Error: database 'nope' not found$/m)
      }
    })

    it('drops a database, with --force also one in use', async () => {
      await site.ok(['database', 'create', 'used'])
      const running = site.psql('main', 'SELECT pg_sleep(60)', { dbname: 'used' }).catch(() => undefined)
      const users = "SELECT FROM pg_stat_activity WHERE datname = 'used' AND state = 'active'"
      await until('it is in use', async () => (await site.psql('main', users)).length === 1)
      const refused = await site.run(['database', 'drop', 'used'], { expectExit: 1 })
      expect(refused.stderr).to.include('database "used" is being accessed by other users')
      const { stderr } = await site.ok(['database', 'drop', 'used', '--force'])
      expect(said(stderr)).to.equal("INFO dropping 'used' database\n")
      await running
      expect(await names()).not.to.include('used')
    })

    it('prints the schema of its manifests', async () => {
      const { stdout } = await site.ok(['database', '--schema'])
      expect(JSON.parse(stdout)).to.include({ title: 'Database' })
    })
  })

  describe('on an instance that is not a running primary', () => {
    it('refuses to change a standby', async () => {
      const signal = join(site.datadir('main'), 'standby.signal')
      writeFileSync(signal, '')
      try {
        for (const args of [
          ['create', 'x'],
          ['alter', 'ws1', '--owner=bob'],
          ['drop', 'ws1'],
          ['restore', 'x_1'],
        ]) {
          const { stderr } = await site.run(['database', ...args], { expectExit: 1 })
          expect(stderr, args.join(' ')).to.match(/^Error: \d+\/main is a read-only standby instance$/m)
        }
        await site.ok(['database', 'get', 'postgres'])
      } finally {
        rmSync(signal)
      }
    })

    it('starts a stopped instance for as long as it takes', async () => {
      await site.ok(['instance', 'stop', 'main'])
      const { stderr } = await site.ok(['database', 'create', 'cold'])
      expect(stderr).to.match(/starting PostgreSQL .*\n.*creating 'cold' database .*\n.*stopping PostgreSQL/)
      const dry = await site.run(['database', 'create', 'colder', '--dry-run'], { expectExit: 1 })
      expect(dry.stderr).to.include(`instance ${id} is not running`)
      await site.ok(['instance', 'start', 'main'])
      expect(await names()).to.include('cold')
    })
  })
})
