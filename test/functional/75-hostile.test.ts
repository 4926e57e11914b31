import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  HBA_DATABASES,
  PASSWORDS,
  POSSIBLE_NAMES,
  REFUSED_HBA_DATABASES,
  REFUSED_NAMES,
  REFUSED_PASSWORDS,
  RESERVED_ROLES,
  RESERVED_SCHEMAS,
  VALUES,
} from '../support/hostile.js'
import { runProgram } from '../support/process.js'
import { Site } from '../support/site.js'

interface Named {
  readonly name: string
}

interface Fault {
  readonly loc: readonly (string | number)[]
  readonly msg: string
}

const HBA = `local all {surole} trust
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`

/** Names that are one line of a file; others have no place in password file and pg_hba.conf. */
const isLine = (name: string): boolean => !/[\r\n]/.test(name)
const DATABASES = POSSIBLE_NAMES.filter((_, index) => index % 8 === 0)

describe('hostile names and values', () => {
  let site: Site
  let port: number
  let tried = 0

  before(async () => {
    site = await Site.installed({ templates: { 'postgresql/pg_hba.conf': HBA } })
    port = await site.freePort()
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
  })
  after(() => site.destroy())

  function manifest(content: object): string {
    const file = join(site.directory, 'manifest.json')
    writeFileSync(file, JSON.stringify(content)) // NUL and lone surrogates as escapes
    return file
  }

  const instance = (content: object) => manifest({ name: 'main', port, ...content })

  async function apply(content: object): Promise<string | null> {
    const args = ['instance', 'apply', '-f', instance(content)]
    return (await site.json<{ change_state: string | null }>(args)).change_state
  }

  /** Applies it, then again: everything reads back as it was declared. */
  async function roundTrip(content: object): Promise<void> {
    expect(await apply(content)).to.equal('changed')
    expect(await apply(content)).to.equal(null)
  }

  /** Every one of `count` values is refused, each by a fault at its place; answers all that was said. */
  async function refused(content: object, count: number, place: (index: number) => Fault['loc']) {
    const before = await everything()
    const args = ['--non-interactive', 'instance', 'apply', '-o', 'json', '-f', instance(content)]
    const { stdout, stderr } = await site.run(args, { expectExit: 1 })
    const places = (JSON.parse(stdout) as Fault[]).map(({ loc }) => loc.join('.'))
    for (let index = 0; index < count; index += 1) expect(places).to.include(place(index).join('.'))
    expect(await everything()).to.deep.equal(before)
    tried += count
    return stdout + stderr
  }

  async function everything(): Promise<unknown[]> {
    const files = ['pg_hba.conf', 'postgresql.conf'].map((name) =>
      readFileSync(join(site.datadir('main'), name), 'utf8'),
    )
    const names = await site.psql(
      'main',
      'SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database ORDER BY 1',
    )
    return [files, names]
  }

  it('are refused as names of roles', async () => {
    const names = [...REFUSED_NAMES, ...RESERVED_ROLES]
    await refused({ roles: names.map((name) => ({ name })) }, names.length, (index) => [
      'roles',
      index,
      'name',
    ])
  })

  it('are refused as names of databases, schemas and owners', async () => {
    const databases = REFUSED_NAMES.map((name) => ({ name }))
    await refused({ databases }, databases.length, (index) => ['databases', index, 'name'])
    const owned = REFUSED_NAMES.map((owner, index) => ({ name: `d${index}`, owner }))
    await refused({ databases: owned }, owned.length, (index) => ['databases', index, 'owner'])
    const schemas = [...REFUSED_NAMES, ...RESERVED_SCHEMAS]
    await refused({ databases: [{ name: 'x', schemas }] }, schemas.length, (index) => [
      'databases',
      0,
      'schemas',
      index,
      'name',
    ])
  })

  it('are refused as passwords, which are not shown', async () => {
    const roles = REFUSED_PASSWORDS.map((password, index) => ({
      name: `r${index}`,
      password: `s3kret${password}`,
    }))
    const said = await refused({ roles }, roles.length, (index) => ['roles', index, 'password'])
    expect(said).not.to.include('s3kret')
  })

  it('are refused in HBA records', async () => {
    const roles = REFUSED_HBA_DATABASES.map((database, index) => ({
      name: `r${index}`,
      hba_records: [{ database, method: 'md5' }],
    }))
    await refused({ roles }, roles.length, (index) => ['roles', index, 'hba_records', 0, 'database'])
  })

  it('are names of roles that log in with passwords from the password file', async () => {
    const roles = POSSIBLE_NAMES.map((name, index) => ({
      name,
      login: true,
      password: PASSWORDS[index % PASSWORDS.length] as string,
      pgpass: isLine(name),
    }))
    await roundTrip({ roles })
    const listed = (await site.json<Named[]>(['role', 'list'])).map(({ name }) => name)
    expect(listed).to.have.members([...POSSIBLE_NAMES, 'postgres'])
    for (const { name, password, pgpass } of roles) {
      if (pgpass) expect(await whoami(name), name).to.equal(name)
      else
        expect(
          await site.psql('main', 'SELECT current_user AS name', { user: name, password }),
        ).to.deep.equal([{ name }])
    }
    tried += roles.length + PASSWORDS.length
  })

  /** Logs in as libpq does: with what it finds in the password file. */
  async function whoami(user: string): Promise<string> {
    const env = {
      ...site.env,
      PGHOST: '127.0.0.1',
      PGPORT: String(port),
      PGDATABASE: 'postgres',
      PGUSER: user,
    }
    const argv = [join(site.bindir(), 'psql'), '-XAtw', '-c', 'SELECT current_user']
    const { stdout, stderr } = await runProgram(argv, { env })
    return stdout === '' ? stderr : stdout.slice(0, -1)
  }

  it('stand in HBA records as they were meant', async () => {
    const roles = POSSIBLE_NAMES.filter((name) => isLine(name) && !name.startsWith('/')).map(
      (name, index) => {
        const [database] = HBA_DATABASES[index % HBA_DATABASES.length] as (typeof HBA_DATABASES)[number]
        return { name, hba_records: [{ database, method: 'reject' }], login: true, pgpass: true }
      },
    )
    await roundTrip({ roles })
    const rules = await site.psql<{ database: string[]; user_name: string[]; error: string | null }>(
      'main',
      "SELECT database, user_name, error FROM pg_hba_file_rules WHERE auth_method = 'reject' OR error IS NOT NULL",
    )
    expect(rules).to.deep.equal(
      roles.map(({ name }, index) => ({
        database: HBA_DATABASES[index % HBA_DATABASES.length]?.[1],
        user_name: [name],
        error: null,
      })),
    )
    tried += roles.length + HBA_DATABASES.length
  })

  it('are refused where only the file cannot hold them', async () => {
    const before = await everything()
    const roles: [object, string][] = [
      [{ name: '/regex', hba_records: [{ method: 'md5' }] }, 'leading slash'],
      [{ name: 'line\nbreak', hba_records: [{ method: 'md5' }] }, 'newline'],
      [{ name: 'line\nbreak', password: 's3kret', pgpass: true }, 'line break'],
      [{ name: 'x', hba_records: [{ database: '@/nowhere', method: 'md5' }] }, 'PostgreSQL refuses'],
    ]
    for (const [role, words] of roles) {
      const { stderr } = await site.run(['role', 'apply', '-f', manifest(role)], { expectExit: 1 })
      expect(stderr)
        .to.match(/^Error: .*/m)
        .and.include(words)
        .and.not.include('s3kret')
    }
    expect(await everything()).to.deep.equal(before)
    tried += roles.length
  })

  it('are names of databases', async () => {
    await roundTrip({ databases: DATABASES.map((name) => ({ name, owner: name })) })
    const databases = await site.json<{ name: string; owner: string }[]>(['database', 'list'])
    for (const name of DATABASES) {
      expect(databases.find((each) => each.name === name)?.owner, name).to.equal(name)
      const [row] = await site.psql('main', 'SELECT current_database() AS name', { dbname: name })
      expect(row).to.deep.equal({ name })
    }
    tried += 2 * DATABASES.length
  })

  it('are names of schemas and publications, and values of a database', async () => {
    const settings = Object.fromEntries(VALUES.filter(isValue).map((value, index) => [`h.v${index}`, value]))
    const schemas = POSSIBLE_NAMES.map((name) => ({ name, owner: name }))
    const publications = DATABASES.map((name) => ({ name }))
    await roundTrip({ databases: [{ name: 'inside', settings, schemas, publications }] })
    const got = await site.json<{ schemas: Named[]; publications: Named[] }>(['database', 'get', 'inside'])
    expect(got).to.deep.include({ settings })
    expect(got.schemas).to.have.deep.members([...schemas, { name: 'public', owner: 'pg_database_owner' }])
    expect(got.publications).to.have.deep.members(publications)
    expect(await shown(Object.keys(settings), 'inside')).to.deep.equal(settings)
    tried += Object.keys(settings).length + schemas.length + publications.length
  })

  const isValue = (value: string): boolean => !value.includes('\0') && value.isWellFormed()

  async function shown(names: readonly string[], dbname: string): Promise<unknown> {
    const columns = names.map((name) => `current_setting('${name}') AS "${name}"`)
    return (await site.psql('main', `SELECT ${columns.join(', ')}`, { dbname }))[0]
  }

  it('are values of settings of the instance', async () => {
    const named = (values: readonly string[]) =>
      Object.fromEntries(values.map((value, index) => [`h.v${index}`, value]))
    const isRefused = (value: string) => /[\0\n]/.test(value) || !isValue(value)
    const before = await everything()
    for (const value of VALUES.filter(isRefused)) {
      const file = instance({ settings: { 'h.bad': value } })
      const { stderr } = await site.run(['instance', 'apply', '-f', file], { expectExit: 1 })
      expect(stderr).to.include("Error: invalid value for PostgreSQL parameter 'h.bad': ")
      tried += 1
    }
    expect(await everything()).to.deep.equal(before)
    const settings = named(VALUES.filter((value) => !isRefused(value)))
    await roundTrip({ settings })
    expect(await shown(Object.keys(settings), 'postgres')).to.deep.equal(settings)
    const got = await site.json<{ settings: object }>(['instance', 'get', 'main'])
    expect(got.settings).to.deep.include(settings)
    tried += Object.keys(settings).length
  })

  it('were many', () => {
    expect(tried).to.be.at.least(300)
  })
})
