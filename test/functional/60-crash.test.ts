import { expect } from 'chai'
import { killedAtNote, sweep } from '../support/crash.js'
import { Site } from '../support/site.js'

describe('killed between any two steps', function () {
  this.timeout(600_000)
  let site: Site
  let port: string

  beforeEach(async () => {
    site = await Site.installed()
    port = String(await site.freePort())
  })

  afterEach(() => site.destroy())

  const create = () => ['instance', 'create', 'main', '--port', port]
  const ok = async (...args: string[]) => void (await site.ok(args))

  /** The first instance makes directories that outlive it. */
  const withDirectories = async () => {
    await ok(...create())
    await ok('instance', 'drop', 'main')
  }

  it('a creation ends, recovered, in no trace or a whole instance', async () => {
    await withDirectories()
    const seen = await sweep({ site, args: create(), reset: () => ok('instance', 'drop', 'main') })
    expect(seen.before).to.be.greaterThan(10)
    expect(seen.after).to.be.greaterThan(0)
  })

  it('a creation ends, resumed, in a whole instance', async () => {
    await withDirectories()
    const reset = () => ok('instance', 'drop', 'main')
    await sweep({ site, args: create(), recover: ['--resume'], stride: 4, ends: ['after'], reset })
  })

  it('a change of settings ends in the former or the new file', async () => {
    await ok(...create())
    await ok('pgconf', 'set', 'work_mem=6MB')
    const seen = await sweep({
      site,
      args: ['pgconf', 'set', 'work_mem=7MB'],
      reset: () => ok('pgconf', 'set', 'work_mem=6MB'),
    })
    expect(seen.before).to.be.greaterThan(0)
  })

  it('a start', async () => {
    await ok(...create())
    await ok('instance', 'stop', 'main')
    await sweep({ site, args: ['instance', 'start', 'main'], reset: () => ok('instance', 'stop', 'main') })
  })

  it('a stop', async () => {
    await ok(...create())
    await sweep({ site, args: ['instance', 'stop', 'main'], reset: () => ok('instance', 'start', 'main') })
  })

  it('a drop ends in the whole instance or no trace', async () => {
    await ok(...create())
    const seen = await sweep({ site, args: ['instance', 'drop', 'main'], reset: () => ok(...create()) })
    expect(seen.after).to.be.greaterThan(0)
  })

  it('a role with a password and a pgpass entry', async () => {
    await ok(...create())
    const args = ['role', 'create', 'bob', '--password', 'canary-7c1', '--login', '--pgpass']
    const look = async () => {
      const rows = await site.psql('main', 'SELECT rolname, rolcanlogin FROM pg_roles ORDER BY 1')
      return rows.map((row) => JSON.stringify(row))
    }
    await sweep({ site, args, look, reset: () => ok('role', 'drop', 'bob') })
  })

  it('the site', async () => {
    await ok('site-configure', 'uninstall')
    const reset = () => ok('site-configure', 'uninstall')
    await sweep({ site, args: ['site-configure', 'install'], reset })
  })
})

describe('a change in an instance, killed between any two steps and resumed', function () {
  this.timeout(600_000)
  let site: Site

  before(async () => {
    site = await Site.installed()
    await site.ok(['instance', 'create', 'main', '--port', String(await site.freePort())])
  })

  after(() => site.destroy())

  const HBA = ['--method', 'reject', '--user', 'eve']
  const BOB = ['bob', '--login', '--pgpass', '--password', 'canary-7c1']
  const makeBob = async () => {
    await site.ok(['role', 'create', ...BOB])
    await site.ok(['pghba', 'add', '--method', 'md5', '--user', 'bob'])
  }
  const state = async () => {
    const query = 'SELECT rolname AS x FROM pg_roles UNION ALL SELECT datname FROM pg_database ORDER BY 1'
    return (await site.psql<{ x: string }>('main', query)).map(({ x }) => x)
  }
  const profileOf = async (role: string) => {
    const query = `SELECT has_schema_privilege('${role}', 'own', 'USAGE') AS x`
    return [JSON.stringify(await site.psql('main', query, { dbname: 'app' }))]
  }
  const sweepOf = (args: string[], back: string[][], look = state) => {
    const reset = async () => {
      for (const words of back) await site.ok(words)
    }
    return sweep({ site, args, look, reset, recover: ['--resume'], ends: ['after'] })
  }

  it('a setting', async () => {
    await site.ok(['pgconf', 'set', 'work_mem=6MB'])
    await sweepOf(['pgconf', 'set', 'work_mem=7MB'], [['pgconf', 'set', 'work_mem=6MB']], async () => {
      const rows = await site.psql('main', "SELECT current_setting('work_mem') AS x")
      return [JSON.stringify(rows)]
    })
  })

  it('a record of pg_hba.conf', async () => {
    await sweepOf(['pghba', 'add', ...HBA], [['pghba', 'remove', ...HBA]])
  })

  it('a role', async () => {
    await sweepOf(['role', 'create', 'fred', '--login'], [['role', 'drop', 'fred']])
  })

  it('a role that is dropped, with its password and its records', async () => {
    await makeBob()
    const seen = await sweep({ site, args: ['role', 'drop', 'bob'], look: state, reset: makeBob })
    expect(seen.after).to.be.greaterThan(0)
    await site.ok(['recover'])
  })

  it('a database, and a profile in it', async () => {
    const args = ['database', 'create', 'app', '--schema', 'own']
    await sweepOf(args, [['database', 'drop', 'app']])
    await site.ok(['role', 'create', 'dora'])
    const profile = ['role', 'set-profile', 'dora', 'read-only', '--database', 'app', '--schema', 'own']
    const reset = async () => {
      await site.ok(['role', 'drop', 'dora', '--drop-owned'])
      await site.ok(['role', 'create', 'dora'])
    }
    await sweep({
      site,
      args: profile,
      look: () => profileOf('dora'),
      reset,
      recover: ['--resume'],
      ends: ['after'],
    })
  })
})

describe('recover', () => {
  let site: Site
  let id: string

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    const args = ['instance', 'create', 'main', '--port', String(await site.freePort())]
    await site.run(args, { wrapper: killedAtNote(8), expectExit: 137 })
  })

  after(() => site.destroy())

  it('is asked for by every command, and needed before the instance is touched again', async () => {
    const warning = `WARNING operation 'instance create' on ${id} was interrupted (`
    expect((await site.ok(['instance', 'list'])).stderr).to.contain(warning)
    const port = String(await site.freePort())
    const { stderr } = await site.run(['instance', 'create', 'main', '--port', port], { expectExit: 1 })
    expect(stderr).to.contain(`Error: an earlier 'instance create' of ${id} was interrupted (`)
    expect(stderr).to.contain("hint: run 'pglift recover' first")
  })

  it('does not stop work on other instances', async () => {
    const port = String(await site.freePort())
    await site.ok(['instance', 'create', 'other', '--port', port])
    await site.ok(['instance', 'drop', 'other'])
  })

  it('tells in a dry run what it would do', async () => {
    const [told, ...others] = await site.json<Record<string, unknown>[]>(['recover', '--dry-run'])
    expect(others).to.deep.equal([])
    expect(told).to.deep.include({
      operation: 'instance create',
      object: id,
      outcome: 'rolled back',
      errors: [],
    })
    expect(told?.steps).to.include('initializing PostgreSQL')
    expect((await site.ok(['instance', 'list'])).stderr).to.contain('was interrupted')
  })

  it('takes the names of instances', async () => {
    const { stderr } = await site.run(['recover', 'nosuch'], { expectExit: 2 })
    expect(stderr).to.contain("no interrupted operation on 'nosuch'")
    await site.run(['recover', '--rollback', '--resume'], { expectExit: 2 })
  })

  it('undoes, once', async () => {
    const { stderr } = await site.ok(['recover', 'main'])
    expect(stderr).to.match(
      /^INFO operation 'instance create' on .+ was interrupted: \d+ of \d+ started steps done$/m,
    )
    expect(stderr).to.contain(`INFO 'instance create' on ${id}: rolled back\n`)
    expect((await site.ok(['instance', 'list'])).stderr).to.equal('')
    expect(await site.json(['recover'])).to.deep.equal([])
  })
})

describe('a creation with passwords', () => {
  let site: Site

  before(async () => {
    site = await Site.installed()
  })

  after(() => site.destroy())

  it('is not resumed without them, and with them to its end', async () => {
    const port = String(await site.freePort())
    const options = ['--port', port, '--surole-password', 'canary-8d2', '--auth-local', 'scram-sha-256']
    const args = ['instance', 'create', 'main', ...options]
    await site.run(args, { wrapper: killedAtNote(8), expectExit: 137 })
    const refused = await site.run(['--non-interactive', 'recover', '--resume'], { expectExit: 1 })
    expect(refused.stderr).to.contain("'surole_password' of").and.contain('is secret and not in the journal')
    await site.run(['recover', '--resume'], { input: 'canary-8d2\n', expectExit: 0 })
    const rows = await site.psql('main', 'SELECT 1 AS one', { password: 'canary-8d2' })
    expect(rows).to.deep.equal([{ one: 1 }])
  })
})
