import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { ROOT } from '../support/places.js'
import { until } from '../support/process.js'
import { Site } from '../support/site.js'

describe('instance list, get, status, start, stop, restart, reload', () => {
  let site: Site
  let ports: number[]
  let id: string

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    ports = [await site.freePort(), await site.freePort()]
    expect((await site.ok(['instance', 'list'])).stdout).to.equal('')
    await site.ok(['instance', 'create', 'main', `--port=${ports[0]}`])
    await site.ok(['instance', 'create', 'second', `--port=${ports[1]}`, '--state=stopped'])
  })
  after(() => site.destroy())

  const status = async (name: string) => (await site.run(['instance', 'status', name])).stdout
  const pid = () => readFileSync(join(site.datadir('main'), 'postmaster.pid'), 'utf8').split('\n')[0]

  it('lists', async () => {
    const { version } = site
    const item = (name: string, port: number | undefined, state: string) => ({
      name,
      version,
      port,
      datadir: site.datadir(name),
      status: state,
    })
    expect(await site.json(['instance', 'list'])).to.deep.equal([
      item('main', ports[0], 'running'),
      item('second', ports[1], 'not_running'),
    ])
    const { stdout } = await site.ok(['instance', 'list', '--version', version])
    expect(stdout).to.match(
      /^\+-{20,}\+\n\| name {3}\| version \| port {1,2}\| datadir +\| status {6}\|\n\+-+\+-/,
    )
  })

  it('refuses a version that it does not know', async () => {
    const { stderr } = await site.run(['instance', 'list', '--version=9'], { expectExit: 2 })
    expect(stderr).to.contain("Error: Invalid value for '--version': '9' is not one of ")
  })

  it('describes a running instance', async () => {
    const view = await site.json<Record<string, unknown>>(['instance', 'get', 'main'])
    expect(Object.keys(view)).to.deep.equal([
      ...['name', 'version', 'port', 'settings', 'data_checksums', 'locale', 'encoding', 'state'],
      ...['pending_restart', 'replication_slots', 'standby', 'data_directory', 'wal_directory'],
    ])
    expect(view).to.deep.include({
      name: 'main',
      port: ports[0],
      locale: 'C',
      encoding: 'UTF8',
      state: 'started',
      pending_restart: false,
      standby: null,
      data_directory: site.datadir('main'),
    })
    expect(view.settings).to.include({ cluster_name: 'main', fsync: false }).and.not.have.property('port')
    const { stdout } = await site.ok(['instance', 'get', 'main'])
    expect(stdout.split('\n')[0]?.trim().split(/ {2,}/)).to.deep.equal([
      ...['name', 'version', 'port', 'data_checksums', 'locale', 'encoding', 'pending_restart'],
      'replication_slots',
    ])
  })

  it('describes a stopped one, and says what it can not know', async () => {
    const { stderr, stdout } = await site.ok(['instance', 'get', 'second', '-o', 'json'])
    expect(stderr).to.equal(
      `WARNING instance ${site.version}/second is not running, information about locale, encoding, passwords, pending_restart and replication_slots may not be accurate\n`,
    )
    expect(JSON.parse(stdout)).to.include({ locale: 'C', encoding: null, state: 'stopped' })
  })

  it('tells the status by a line and by the exit status', async () => {
    const running = await site.run(['instance', 'status', 'main'], { expectExit: 0 })
    expect(running.stdout).to.equal('PostgreSQL: running\n')
    const stopped = await site.run(['instance', 'status', 'second'], { expectExit: 3 })
    expect(stopped.stdout).to.equal('PostgreSQL: not running\n')
  })

  it('stops and starts, once', async () => {
    const lines = async (...args: string[]) => (await site.ok(['instance', ...args])).stderr
    expect(await lines('stop', 'main')).to.equal(`INFO stopping PostgreSQL ${site.version}-main\n`)
    expect(await lines('stop', 'main')).to.equal(`WARNING instance ${id} is already stopped\n`)
    expect(await lines('start', 'main', '--dry-run')).to.equal(
      `INFO starting PostgreSQL ${site.version}-main\nDRY RUN: no changes made\n`,
    )
    expect(await status('main')).to.equal('PostgreSQL: not running\n')
    expect(await lines('start', 'main')).to.equal(`INFO starting PostgreSQL ${site.version}-main\n`)
    expect(await lines('start', 'main')).to.equal(`WARNING instance ${id} is already started\n`)
  })

  it('restarts and reloads', async () => {
    const before = pid()
    const restarted = await site.ok(['instance', 'restart', 'main'])
    expect(restarted.stderr).to.equal(`INFO restarting instance ${id}\n`)
    expect(pid()).to.not.equal(before)
    const reloaded = await site.ok(['instance', 'reload', 'main'])
    expect(reloaded.stderr).to.equal(`INFO reloading PostgreSQL configuration for ${site.version}-main\n`)
    const stopped = await site.run(['instance', 'reload', 'second'], { expectExit: 1 })
    expect(stopped.stderr).to.contain(`Error: instance ${site.version}/second is not running`)
  })

  it('starts all although one fails', async () => {
    await site.ok(['instance', 'stop', '--all'])
    const broken = join(site.datadir('main'), 'postgresql.conf')
    const text = readFileSync(broken, 'utf8')
    appendFileSync(broken, 'nonesuch = 1\n')
    const { stderr } = await site.run(['instance', 'start', '--all'], { expectExit: 1 })
    expect(stderr).to.contain(`ERROR ${id}: PostgreSQL ${site.version}-main could not be started`)
    expect(stderr).to.contain(`Error: could not start 1 of 2 instances: ${id}`)
    expect(await status('second')).to.equal('PostgreSQL: running\n')
    writeFileSync(broken, text)
    await site.ok(['instance', 'start', 'main', 'second'])
    expect(await status('main')).to.equal('PostgreSQL: running\n')
  })

  it('names the argument that finds no instance', async () => {
    const several = await site.run(['instance', 'stop', 'nope'], { expectExit: 2 })
    expect(several.stderr).to.contain("Error: Invalid value for '[INSTANCE]...': instance 'nope' not found")
    const one = await site.run(['instance', 'status', 'nope'], { expectExit: 2 })
    expect(one.stderr).to.contain("Error: Invalid value for '[INSTANCE]': instance 'nope' not found")
    const foreground = await site.run(['instance', 'start', '--foreground', 'main', 'second'], {
      expectExit: 2,
    })
    expect(foreground.stderr).to.contain('Error: only one INSTANCE argument may be given with --foreground')
  })

  it('becomes the server in the foreground', async () => {
    await site.ok(['instance', 'stop', 'second'])
    const argv = [join(ROOT, 'bin/run.js'), 'instance', 'start', '--foreground', 'second']
    const child = spawn(process.execPath, argv, { env: site.env, stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await until('the server runs', async () => (await status('second')) === 'PostgreSQL: running\n')
    child.kill('SIGTERM')
    expect(await ended).to.equal(0)
    expect(await status('second')).to.equal('PostgreSQL: not running\n')
  })

  it('prints the schema of the model', async () => {
    const { stdout } = await site.ok(['instance', '--schema'])
    expect(JSON.parse(stdout)).to.include({ title: 'Instance', type: 'object' })
  })
})

describe('instance env, exec, shell, logs, privileges', () => {
  let site: Site
  let port: number
  let id: string

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    port = await site.freePort()
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
  })
  after(() => site.destroy())

  const variables = () => ({
    PATH: `${site.bindir()}:${site.env.PATH}`,
    PGDATA: site.datadir('main'),
    PGHOST: join(site.runPrefix, 'postgresql'),
    PGPASSFILE: join(site.home, '.pgpass'),
    PGPORT: String(port),
    PGUSER: 'postgres',
    PSQLRC: join(site.datadir('main'), '.psqlrc'),
    PSQL_HISTORY: join(site.datadir('main'), '.psql_history'),
  })

  it('prints the environment, sorted', async () => {
    const lines = Object.entries(variables()).map(([name, value]) => `${name}=${value}\n`)
    expect((await site.ok(['instance', 'env', 'main'])).stdout).to.equal(lines.join(''))
    expect(await site.json(['instance', 'env'])).to.deep.equal(variables())
  })

  it('takes the password from the command of the site', async () => {
    const env = { PGLIFT_POSTGRESQL__AUTH__PASSWORD_COMMAND: '["/bin/echo", "{role}@{instance}"]' }
    const found = await site.json<Record<string, string>>(['instance', 'env'], { env })
    expect(found.PGPASSWORD).to.equal(`postgres@${id}`)
  })

  it('becomes a program, whose options and exit status are its own', async () => {
    const psql = await site.ok(['instance', 'exec', 'main', 'psql', '-XAtc', 'SHOW port'])
    expect(psql).to.include({ stdout: `${port}\n`, stderr: '' })
    const shell = await site.run(['instance', 'exec', id, '--', 'sh', '-c', 'exit 7'])
    expect(shell.code).to.equal(7)
  })

  it('leaves variables that are set as they are', async () => {
    const { stdout } = await site.ok(['instance', 'exec', 'main', 'sh', '-c', 'echo "$PGUSER $PGPORT"'], {
      env: { PGUSER: 'alice' },
    })
    expect(stdout).to.equal(`alice ${port}\n`)
  })

  it('needs a program that there is', async () => {
    const none = await site.run(['instance', 'exec', 'main'], { expectExit: 2 })
    expect(none.stderr).to.contain("Error: Missing argument 'COMMAND...'.")
    const unknown = await site.run(['instance', 'exec', 'main', 'nonesuch'], { expectExit: 1 })
    expect(unknown.stderr).to.contain("Error: program 'nonesuch' not found\n")
    const instance = await site.run(['instance', 'exec', 'nope', 'psql'], { expectExit: 2 })
    expect(instance.stderr).to.contain("Error: Invalid value for 'INSTANCE': instance 'nope' not found")
  })

  it('starts a shell', async () => {
    const { stdout, stderr } = await site.ok(['instance', 'shell', 'main', '--shell=/bin/sh'], {
      input: 'echo $PGDATA\n',
    })
    expect(stdout).to.equal(`${site.datadir('main')}\n`)
    expect(stderr).to.contain(`INFO Starting '/bin/sh' with ${id} environment\n`)
    const unset = await site.run(['instance', 'shell', 'main'], { expectExit: 2 })
    expect(unset.stderr).to.contain('SHELL environment variable not found; try to use --shell option')
  })

  it('prints the log', async () => {
    const { stdout, stderr } = await site.ok(['instance', 'logs', 'main'])
    const path = join(site.prefix, `log/postgresql/${site.version}-main.log`)
    expect(stderr).to.equal(`INFO reading logs of instance ${id} from ${path}\n`)
    expect(stdout).to.equal(readFileSync(path, 'utf8')).and.contain('ready to accept connections')
  })

  it('follows the log into the next file', async () => {
    const argv = [join(ROOT, 'bin/run.js'), 'instance', 'logs', '-f', 'main']
    const child = spawn(process.execPath, argv, { env: site.env, stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      await until('the log is read', () => said.includes('ready to accept connections'))
      await site.psql('main', "DO $$ BEGIN RAISE LOG 'before the rotation'; END $$")
      await until('what was appended', () => said.includes('before the rotation'))
      await site.psql('main', `ALTER SYSTEM SET log_filename = 'rotated.log'`)
      await site.psql('main', 'SELECT pg_reload_conf()')
      const rotated = join(site.prefix, 'log/postgresql/rotated.log')
      await until('the rotation', () => existsSync(rotated))
      await site.psql('main', "DO $$ BEGIN RAISE LOG 'after the rotation'; END $$")
      await until('what is in the next file', () => said.includes('after the rotation'))
    } finally {
      child.kill('SIGINT')
      await ended
    }
    await site.psql('main', 'ALTER SYSTEM RESET log_filename')
    await site.psql('main', 'SELECT pg_reload_conf()')
    const current = join(site.datadir('main'), 'current_logfiles')
    await until('the former file', () => !readFileSync(current, 'utf8').includes('rotated'))
  })

  it('follows the log no longer than somebody reads', async () => {
    const argv = [join(ROOT, 'bin/run.js'), 'instance', 'logs', '-f', 'main']
    const child = spawn(process.execPath, argv, { env: site.env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = text(child.stderr)
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    child.stdout.destroy()
    await site.psql('main', "DO $$ BEGIN RAISE LOG 'to nobody'; END $$")
    expect(await ended).to.deep.equal([0, null])
    expect(await said).to.not.contain('Error')
  })

  it('tells when there is no log to read', async () => {
    const path = join(site.datadir('main'), 'current_logfiles')
    renameSync(path, `${path}.away`)
    const none = await site.run(['instance', 'logs'], { expectExit: 1 })
    expect(none.stderr).to.contain(`Error: file 'current_logfiles' for instance ${id} not found\n`)
    writeFileSync(path, 'csvlog log/a.csv\n')
    const other = await site.run(['instance', 'logs'], { expectExit: 1 })
    expect(other.stderr).to.contain(
      `Error: no record matching 'stderr' log destination found for instance ${id}\n`,
    )
    rmSync(path)
    renameSync(`${path}.away`, path)
  })

  it('lists privileges', async () => {
    await site.psql('main', 'CREATE TABLE t (); CREATE ROLE r; GRANT SELECT ON t TO r')
    const rows = await site.json<{ role: string; privileges: string[] }[]>([
      'instance',
      'privileges',
      '-r',
      'r',
    ])
    expect(rows).to.have.lengthOf(1)
    expect(rows[0]).to.deep.include({ database: 'postgres', object_name: 't', privileges: ['SELECT'] })
    const { stdout } = await site.ok(['instance', 'privileges', 'main', '-d', 'postgres'])
    expect(stdout).to.contain(`Privileges on instance ${id}\n`)
    const unknown = await site.run(['instance', 'privileges', '-d', 'x', '-r', 'y'], { expectExit: 1 })
    expect(unknown.stderr).to.contain('Error: database(s) not found: x')
    expect(await site.json(['instance', 'privileges', '--default'])).to.deep.equal([])
  })
})

describe('a standby', () => {
  let site: Site

  before(async () => {
    site = await Site.installed({ settings: { postgresql: { replrole: 'replication' } } })
    const port = await site.freePort()
    await site.ok(['instance', 'create', 'main', `--port=${port}`, '--slot=standby1'])
    await site.ok([...['pghba', 'add', '--database=replication', '--user=replication', '--method=trust']])
    const primary = `--standby-for=host=${join(site.runPrefix, 'postgresql')} port=${port} user=replication`
    const options = [`--port=${await site.freePort()}`, primary, '--standby-slot=standby1']
    await site.ok(['instance', 'create', 'standby', ...options])
  })
  after(() => site.destroy())

  interface Standby {
    readonly [field: string]: unknown
  }
  const view = async () => (await site.json<{ standby: Standby }>(['instance', 'get', 'standby'])).standby
  const wal = (name: string, verb: string) => site.run(['wal', '-i', name, verb])

  it('tells how far it is behind, and that its primary sends', async () => {
    await until('it streams', async () => (await view()).wal_sender_state === 'streaming')
    const standby = await view()
    expect(Object.keys(standby)).to.deep.equal([
      ...['primary_conninfo', 'slot', 'replication_lag', 'wal_sender_state', 'wal_replay_pause_state'],
    ])
    expect(standby.replication_lag).to.match(/^\d+$/)
    expect(standby).to.include({ slot: 'standby1', wal_replay_pause_state: 'not paused' })
    expect((await site.ok(['instance', 'get', 'standby'])).stdout).to.contain('standby')
  })

  it('pauses and resumes replay', async () => {
    const dry = await site.ok(['wal', '-i', 'standby', 'pause-replay', '--dry-run'])
    expect(dry.stderr).to.equal('INFO pausing WAL replay\nDRY RUN: no changes made\n')
    expect((await view()).wal_replay_pause_state).to.equal('not paused')
    expect(await wal('standby', 'pause-replay')).to.include({ code: 0, stderr: 'INFO pausing WAL replay\n' })
    await until('it has paused', async () => (await view()).wal_replay_pause_state === 'paused')
    const again = await wal('standby', 'pause-replay')
    expect(again.stderr).to.equal(`WARNING WAL replay of ${site.version}/standby is already paused\n`)
    expect(await wal('standby', 'resume-replay')).to.include({
      code: 0,
      stderr: 'INFO resuming WAL replay\n',
    })
    expect((await view()).wal_replay_pause_state).to.equal('not paused')
  })

  it('is not what a primary is', async () => {
    const { code, stderr } = await wal('main', 'pause-replay')
    expect(code).to.equal(1)
    expect(stderr).to.contain(`Error: ${site.version}/main is not a standby\n`)
  })

  it('is described without its primary', async () => {
    await site.ok(['instance', 'stop', 'main'])
    const { stderr, stdout } = await site.ok(['instance', 'get', 'standby', '-o', 'json'])
    expect(stderr).to.contain(`WARNING can't ask the primary of ${site.version}/standby (is it running?)`)
    expect(JSON.parse(stdout).standby).to.include({ replication_lag: null, wal_sender_state: null })
    await site.ok(['instance', 'stop', 'standby'])
    const stopped = await site.ok(['instance', 'get', 'standby'])
    expect(stopped.stderr).to.contain('pending_restart, replication_slots and replication lag may not be')
  })
})
