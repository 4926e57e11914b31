import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

interface Role {
  readonly name: string
  readonly [field: string]: unknown
}

interface Applied {
  readonly change_state: string | null
  readonly diff: string[] | null
  readonly pending_reload: boolean
}

const HBA = `local all {surole} trust
local all all scram-sha-256
`

const NOTHING = { change_state: null, diff: null, pending_reload: false }

describe('role', () => {
  let site: Site
  let port: number
  let passfile: string

  before(async () => {
    site = await Site.installed({ templates: { 'postgresql/pg_hba.conf': HBA } })
    port = await site.freePort()
    passfile = join(site.home, '.pgpass')
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
  })
  after(() => site.destroy())

  const get = (name: string) => site.json<Role>(['role', 'get', name])
  const exists = async (name: string) => (await site.run(['role', 'get', name])).code === 0

  async function apply(manifest: object, ...options: string[]): Promise<Applied> {
    const file = join(site.directory, 'role.json')
    writeFileSync(file, JSON.stringify(manifest))
    return site.json<Applied>(['role', 'apply', '-f', file, ...options])
  }

  it('creates a role with its attributes', async () => {
    const options = ['--login', '--createdb', '--no-inherit', '--connection-limit=3', '--in-role=pg_monitor']
    const { stderr } = await site.ok(['role', 'create', 'full', '--valid-until=2026-01-01', ...options])
    expect(stderr).to.equal("INFO creating role 'full'\n")
    expect(await get('full')).to.deep.equal({
      name: 'full',
      has_password: false,
      inherit: false,
      login: true,
      superuser: false,
      createdb: true,
      createrole: false,
      replication: false,
      connection_limit: 3,
      valid_until: '2026-01-01T00:00:00Z',
      validity: '2026-01-01T00:00:00Z',
      memberships: [{ role: 'pg_monitor' }],
      hba_records: [],
      pgpass: false,
    })
  })

  it('lists roles in the columns of the workshop', async () => {
    const { stdout } = await site.ok(['role', '-i', 'main', 'list'])
    const [rule = '', header] = stdout.split('\n')
    expect(rule).to.match(/^\+[-+]+\+$/)
    expect(header?.split('|').map((name) => name.trim())).to.deep.equal([
      '',
      'name',
      'has_password',
      'inherit',
      'login',
      'superuser',
      'createdb',
      'createrole',
      'replication',
      '',
    ])
    const names = (await site.json<Role[]>(['role', 'list'])).map(({ name }) => name)
    expect(names).to.include('postgres').and.not.include('pg_monitor')
  })

  it('completes names', async () => {
    const complete = async (...args: string[]) => (await site.ok(['complete', ...args])).stdout
    expect(await complete('roles', '--instance=main', '--', 'f')).to.equal('full\n')
    expect(await complete('databases', '--', '')).to.equal('postgres\ntemplate1\n')
    expect(await complete('instances')).to.match(/^main\t/)
  })

  it('refuses a role that is there, and names one that is not', async () => {
    expect((await site.run(['role', 'create', 'full'])).stderr).to.include('Error: role already exists\n')
    for (const verb of ['get', 'drop', 'alter', 'privileges'])
      expect((await site.run(['role', verb, 'nobody'])).stderr).to.include("Error: role 'nobody' not found\n")
  })

  it('logs in with the password, which is nowhere to be seen', async () => {
    const { stderr } = await site.ok(['role', 'create', 'pat', '--password=s3kret', '--login', '--pgpass'])
    expect(stderr).to.equal(
      `INFO creating role 'pat'\nINFO adding an entry for 'pat' in ${passfile} (port=${port})\n`,
    )
    expect(readFileSync(passfile, 'utf8')).to.equal(`*:${port}:*:pat:s3kret\n`)
    expect(statSync(passfile).mode & 0o777).to.equal(0o600)
    const [row] = await site.psql<{ rolpassword: string }>(
      'main',
      "SELECT rolpassword FROM pg_authid WHERE rolname = 'pat'",
    )
    expect(row?.rolpassword).to.match(/^SCRAM-SHA-256\$4096:/)
    const log = readFileSync(join(site.prefix, `log/postgresql/${site.version}-main.log`), 'utf8')
    expect(log).not.to.match(/s3kret|SCRAM/)
    const [login] = await site.psql('main', 'SELECT current_user::text AS who', {
      user: 'pat',
      password: 's3kret',
    })
    expect(login).to.deep.equal({ who: 'pat' })
    const refused = await site
      .psql('main', 'SELECT 1', { user: 'pat', password: 'wrong' })
      .catch((error) => error)
    expect(refused).to.have.property('code', '28P01')
  })

  it('alters what is given only, and keeps the password file in step', async () => {
    const { stderr } = await site.ok(['role', 'alter', 'pat', '--createdb', '--grant=full', '--password=new'])
    expect(stderr).to.include("altering role 'pat'\n")
    expect(stderr).to.include(`updating entry for 'pat' in ${passfile} (port=${port})\n`)
    expect(readFileSync(passfile, 'utf8')).to.equal(`*:${port}:*:pat:new\n`)
    const pat = await get('pat')
    expect([pat.login, pat.createdb, pat.pgpass]).to.deep.equal([true, true, true])
    expect(pat.memberships).to.deep.equal([{ role: 'full' }])
    await site.ok(['role', 'alter', 'pat', '--revoke=full'])
    expect((await get('pat')).memberships).to.deep.equal([])
  })

  it('changes nothing in a dry run', async () => {
    const before = readFileSync(passfile, 'utf8')
    const dry = ['--dry-run', '--password=dry', '--pgpass']
    const { stderr } = await site.ok(['role', 'create', 'dry', ...dry])
    expect(stderr)
      .to.include("creating role 'dry'\n")
      .and.to.match(/DRY RUN: no changes made\n$/)
    await site.ok(['role', 'drop', 'pat', '--dry-run'])
    expect(readFileSync(passfile, 'utf8')).to.equal(before)
    expect([await exists('dry'), await exists('pat')]).to.deep.equal([false, true])
  })

  it('applies a manifest once, and a second time changes nothing', async () => {
    const hba = join(site.datadir('main'), 'pg_hba.conf')
    const manifest = {
      name: 'app',
      login: true,
      password: 'pw',
      pgpass: true,
      memberships: ['pg_monitor'],
      hba_records: [{ connection: { address: '10.0.0.0/8' }, database: 'postgres', method: 'scram-sha-256' }],
    }
    expect(await apply(manifest, '--dry-run')).to.deep.equal(NOTHING)
    expect(await exists('app')).to.equal(false)
    const created = await apply(manifest, '--diff')
    expect(created.change_state).to.equal('created')
    expect(created.diff?.[0])
      .to.include(`+++ ${hba}\n`)
      .and.match(/^\+host +postgres +app +10\.0\.0\.0\/8 /m)
    const times = [hba, passfile].map((path) => statSync(path).mtimeMs)
    expect(await apply(manifest)).to.deep.equal(NOTHING)
    expect([hba, passfile].map((path) => statSync(path).mtimeMs)).to.deep.equal(times)
    expect((await get('app')).hba_records).to.deep.equal([
      {
        connection: { type: 'host', address: '10.0.0.0/8', netmask: null },
        database: 'postgres',
        method: 'scram-sha-256',
      },
    ])
    expect((await apply({ ...manifest, password: 'other' })).change_state).to.equal('changed')
    expect((await apply({ name: 'app', state: 'absent' })).change_state).to.equal('dropped')
    expect(await apply({ name: 'app', state: 'absent' })).to.deep.equal(NOTHING)
    expect(readFileSync(hba, 'utf8')).not.to.include('app')
    expect(readFileSync(passfile, 'utf8')).to.equal(`*:${port}:*:pat:new\n`)
  })

  it('takes everything back when the server refuses an HBA record', async () => {
    const hba = readFileSync(join(site.datadir('main'), 'pg_hba.conf'), 'utf8')
    const file = join(site.directory, 'refused.json')
    const manifest = { name: 'refused', password: 'pw', pgpass: true, hba_records: [{ method: 'bsd' }] }
    writeFileSync(file, JSON.stringify(manifest))
    const { stderr } = await site.run(['role', 'apply', '-f', file], { expectExit: 1 })
    expect(stderr).to.include('reverting: HBA configuration updated\n')
    expect(await exists('refused')).to.equal(false)
    expect(readFileSync(join(site.datadir('main'), 'pg_hba.conf'), 'utf8')).to.equal(hba)
    expect(readFileSync(passfile, 'utf8')).not.to.include('refused')
  })

  it('drops a role with its entry, and the empty file', async () => {
    const { stderr } = await site.ok(['role', 'drop', 'pat'])
    expect(stderr.replaceAll(/^.* - /gm, '')).to.equal(
      [
        "INFO dropping role 'pat'",
        `INFO removing entry for 'pat' in ${passfile} (port=${port})`,
        `INFO removing now empty ${passfile}`,
        '',
      ].join('\n'),
    )
    expect(existsSync(passfile)).to.equal(false)
  })

  it('asks before the databases of a role go with it', async () => {
    await site.ok(['role', 'create', 'owner'])
    await site.psql('main', 'CREATE DATABASE owned OWNER owner')
    await site.psql('main', 'CREATE TABLE t (a int); ALTER TABLE t OWNER TO owner')
    const refused = await site.run(['role', 'drop', 'owner'], { expectExit: 1 })
    expect(refused.stderr).to.include(
      'Error: role "owner" cannot be dropped because some objects depend on it (detail: owner of database owned',
    )
    const declined = await site.run(['role', 'drop', 'owner', '--drop-owned'], {
      input: 'n\n',
      expectExit: 1,
    })
    expect(declined.stderr).to.include(
      "Confirm deletion of database 'owned' owned by role 'owner'? [y/n] (y): ",
    )
    expect(declined.stderr).to.match(/Aborted!\n$/)
    const missing = await site.run(['role', 'drop', 'owner', '--reassign-owned=nobody'], { expectExit: 1 })
    expect(missing.stderr).to.include("role 'nobody' not found")
    await site.ok(['role', 'create', 'heir'])
    await site.ok(['role', 'drop', 'owner', '--reassign-owned=heir'])
    await site.ok(['role', 'drop', 'heir', '--drop-owned'])
    expect(await site.psql('main', "SELECT 1 FROM pg_database WHERE datname = 'owned'")).to.deep.equal([])
    expect(await site.psql('main', "SELECT 1 FROM pg_class WHERE relname = 't'")).to.deep.equal([])
  })

  it('sets profiles, which show in the privileges', async () => {
    await site.ok(['role', 'create', 'reader'])
    await site.psql('main', 'CREATE SCHEMA s1; CREATE TABLE s1.t (a int); CREATE TABLE p (a int)')
    const where = ['--database=postgres', '--schema=s1', '--schema=public']
    const { stderr } = await site.ok(['role', 'set-profile', 'reader', 'read-write', ...where])
    for (const schema of ['s1', 'public'])
      expect(stderr).to.include(
        `setting profile 'read-write' for role 'reader' on schema '${schema}' in database 'postgres'\n`,
      )
    await site.ok(['role', 'set-profile', 'reader', 'read-only', '--database=postgres', '--schema=s1'])
    const readOnly = ['role', 'set-profile', 'reader', 'read-only', '--database=postgres', '--schema=s1']
    await site.psql('main', 'CREATE SEQUENCE s1.q; CREATE FUNCTION s1.f() RETURNS int RETURN 1')
    expect((await site.ok(readOnly)).stderr).to.equal(
      "INFO profile 'read-only' for role 'reader' on schema 's1' in database 'postgres' is already set\n",
    )
    await site.psql('main', 'GRANT INSERT (a) ON s1.t TO reader')
    expect((await site.ok(readOnly)).stderr).to.include("setting profile 'read-only'")
    const general = await site.json(['role', 'privileges', 'reader', '-d', 'postgres'])
    expect(general).to.deep.include({
      database: 'postgres',
      schema: 's1',
      object_type: 'TABLE',
      role: 'reader',
      privileges: ['SELECT'],
      object_name: 't',
      column_privileges: {},
    })
    const defaults = await site.json(['role', 'privileges', 'reader', '--default'])
    expect(defaults).to.deep.include({
      database: 'postgres',
      schema: 'public',
      object_type: 'SEQUENCE',
      role: 'reader',
      privileges: ['SELECT', 'UPDATE'],
    })
  })

  it('keeps the superuser role one that pglift can use', async () => {
    expect((await site.run(['role', 'drop', 'postgres'])).stderr).to.include(
      "role 'postgres' cannot be dropped",
    )
    expect((await site.run(['role', 'alter', 'postgres', '--no-login'])).stderr).to.include('can log in')
  })

  it('tells wrong options', async () => {
    const both = ['--password=x', `--encrypted-password=md5${'0'.repeat(32)}`]
    const { stderr } = await site.run(['role', 'create', 'x', ...both], { expectExit: 2 })
    expect(stderr).to.include("Error: '--password' and '--encrypted-password' can't be used together")
    const date = await site.run(['role', 'create', 'x', '--valid-until=soon'], { expectExit: 2 })
    expect(date.stderr).to.include("Invalid value for '--valid-until'")
  })

  it('round-trips hostile names and passwords', async () => {
    const names = [`r"'\\; DROP ROLE postgres; --`, '*', '$(id):\u{1f418}', '/%s {name}']
    for (const [index, name] of names.entries()) {
      const password = `p'"\\:$\{x} #%${index}`
      await site.ok(['role', 'create', `--password=${password}`, '--login', '--pgpass', '--', name])
      expect((await get(name)).pgpass, name).to.equal(true)
      expect(await apply({ name, password, login: true, pgpass: true }), name).to.deep.equal(NOTHING)
      await site.ok(['role', 'drop', '--', name])
    }
    expect(existsSync(passfile)).to.equal(false)
  })
})
