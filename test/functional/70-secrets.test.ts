import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

/** Looked for byte by byte: it must be in no file but the password file, and in no command line. */
const CANARY = 'c4n4ry-5ecret'

function* filesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

/** pglift itself, with what the user typed; a child that was forked and not yet executed shows its arguments, too. */
const isOwn = (bytes: Buffer): boolean => bytes.includes('bin/run.js')

function holdsCanary(path: string): boolean {
  try {
    const bytes = readFileSync(path)
    return bytes.includes(CANARY) && !isOwn(bytes)
  } catch {
    return false // gone since it was listed, or not ours
  }
}

function filesWithCanary(directory: string): string[] {
  return [...filesBelow(directory)].filter(holdsCanary)
}

/** Looks at the command lines and environments of all other processes and at open journals, again and again. */
class Watch {
  readonly seen = new Set<string>()
  rounds = 0
  readonly #site: Site
  readonly #timer = setInterval(() => this.#look(), 3)

  constructor(site: Site) {
    this.#site = site
  }

  #look(): void {
    this.rounds += 1
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const paths = [
      ...pids.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]),
      ...readdirSync(this.#site.journalDirectory).map((name) => join(this.#site.journalDirectory, name)),
    ]
    for (const path of paths) if (holdsCanary(path)) this.seen.add(path)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

describe('a password', () => {
  let site: Site
  let watch: Watch

  before(async () => {
    site = await Site.installed({
      settings: {
        postgresql: { surole: { pgpass: true }, replrole: 'replication' },
        cli: { log_format: '%(levelname)-4s %(message)s', audit: { path: 'audit.log' } },
      },
    })
    watch = new Watch(site)
  })

  after(async () => {
    watch.stop()
    await site.destroy()
  })

  /** Runs pglift with DEBUG logs on standard error and in a file; answers all that it said. */
  const said = async (args: string[], options: { input?: string; expectExit?: number } = {}) => {
    const log = join(site.directory, 'pglift.log')
    const argv = ['-L', 'DEBUG', '-l', log, '--non-interactive', ...args]
    const { stdout, stderr } = await site.run(argv, { expectExit: 0, ...options })
    expect([...watch.seen], args.join(' ')).to.deep.equal([])
    expect(filesWithCanary(site.prefix), args.join(' ')).to.deep.equal([])
    return stdout + stderr + readFileSync(log, 'utf8')
  }

  const manifest = (name: string, content: object) => site.config(name, content)
  const LOUD = { log_statement: 'all', log_min_duration_statement: 0, log_min_error_statement: 'debug5' }

  it('of the superuser and the replication role does not show while an instance is made', async () => {
    const file = manifest('instance.yaml', {
      name: 'main',
      port: await site.freePort(),
      surole_password: CANARY,
      replrole_password: CANARY,
      auth: { local: 'scram-sha-256', host: 'scram-sha-256' },
      settings: LOUD,
      roles: [{ name: 'alice', login: true, password: CANARY }],
      databases: [{ name: 'app', owner: 'alice' }],
    })
    const dry = await said(['instance', 'apply', '-f', file, '--dry-run', '--diff', '-o', 'json'])
    expect(dry).to.not.contain(CANARY)
    expect(await said(['instance', 'apply', '-f', file])).to.not.contain(CANARY)
    const login = { user: 'alice', password: CANARY, dbname: 'app' }
    const rows = await site.psql('main', 'SELECT 1 AS one', login)
    expect(rows).to.deep.equal([{ one: 1 }])
  })

  it('of a role does not show when it is created, changed, applied or looked at', async () => {
    const options = ['--login', `--password=${CANARY}`, '--pgpass']
    expect(await said(['role', 'create', 'bob', ...options, '--dry-run'])).to.not.contain(CANARY)
    expect(await said(['role', 'create', 'bob', ...options])).to.not.contain(CANARY)
    expect(await said(['role', 'alter', 'bob', `--password=${CANARY}x`])).to.not.contain(CANARY)
    const file = manifest('role.yaml', { name: 'carl', login: true, password: CANARY })
    expect(await said(['role', 'apply', '-f', file, '--diff', '-o', 'json'])).to.not.contain(CANARY)
    expect(await said(['role', 'get', 'bob', '-o', 'json'])).to.not.contain(CANARY)
    expect(await said(['instance', 'get', 'main', '-o', 'json'])).to.not.contain(CANARY)
  })

  it('does not show in what is said of a mistake', async () => {
    const bad = manifest('bad.yaml', {
      name: 'dora',
      password: CANARY,
      encrypted_password: CANARY,
      nosuch: 1,
    })
    const fault = await said(['role', 'apply', '-f', bad, '-o', 'json'], { expectExit: 1 })
    expect(fault).to.contain('nosuch').and.not.contain(CANARY)
    const broken = site.config('broken.yaml', `name: eve\npassword: ${CANARY}\n  indented: wrong\n`)
    expect(await said(['role', 'apply', '-f', broken], { expectExit: 1 })).to.not.contain(CANARY)
    const twice = ['role', 'create', 'postgres', `--password=${CANARY}`]
    expect(await said(twice, { expectExit: 1 })).to.not.contain(CANARY)
    const refused = ['role', 'create', 'f', `--password=${CANARY}`, '--in-role=nosuchrole', '--login']
    expect(await said(refused, { expectExit: 1 })).to.not.contain(CANARY)
  })

  it('stands in the password file only, which nobody else can read', async () => {
    const passfile = join(site.home, '.pgpass')
    expect(lstatSync(passfile).mode & 0o777).to.equal(0o600)
    const manifests = join(site.configDirectory)
    const found = filesWithCanary(site.directory).filter((path) => !path.startsWith(manifests))
    expect(found).to.deep.equal([passfile])
  })

  it('went neither to the server nor to its log, which had every statement', async () => {
    const directory = join(site.prefix, 'log/postgresql')
    const log = readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'utf8'))
      .join('')
    expect(log).to.contain('statement').and.not.contain(CANARY)
    expect(log, 'verifiers are secrets, too').to.not.contain('SCRAM-SHA-256$')
    expect(readFileSync(join(site.prefix, 'log/audit.log'), 'utf8'))
      .to.contain('role create')
      .and.not.contain(CANARY)
  })

  it('was looked for often enough', () => {
    expect(watch.rounds).to.be.greaterThan(100)
  })

  it('is taken from a prompt', async () => {
    const input = `${CANARY}\n${CANARY}\n`
    const { stderr } = await site.run(['role', 'create', 'gina', '--login', '--password'], {
      input,
      expectExit: 0,
    })
    expect(stderr).to.not.contain(CANARY)
    const rows = await site.psql('main', 'SELECT 1 AS one', { user: 'gina', password: CANARY })
    expect(rows).to.deep.equal([{ one: 1 }])
  })
})
