import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import { bindirs, ROOT } from '../support/places.js'
import { endProcessesBelow, nothingRuns, runProgram } from '../support/process.js'

describe('./quickstart', () => {
  let scratch: string
  let directory: string
  let home: string

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'q-'))
    directory = join(scratch, 'q')
    home = join(scratch, 'home')
    mkdirSync(home)
  })

  afterEach(async () => {
    await endProcessesBelow(scratch)
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  const environment = () => ({ PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' })

  /** Settings of a site of the caller's own, which must not get in. */
  const foreign = () => ({ PGLIFT_PREFIX: join(home, 'own'), PGLIFT_CONFIG_DIR: join(home, 'nowhere') })

  async function quickstart(...options: string[]) {
    const argv = ['/bin/sh', join(ROOT, 'quickstart'), '--directory', directory, ...options]
    return runProgram(argv, { env: { ...environment(), ...foreign() }, timeoutMs: 280_000 })
  }

  async function succeeding(...options: string[]) {
    const { code, stdout, stderr } = await quickstart(...options)
    expect(code, stderr + stdout).to.equal(0)
    return { stdout, stderr }
  }

  /** Runs a line that it printed, as a user would. */
  function typed(line: string) {
    const env = { ...environment(), PATH: `${join(directory, 'bin')}:${process.env.PATH}` }
    return runProgram(['/bin/sh', '-c', line], { env, cwd: '/' })
  }

  const lineBelow = (heading: string, text: string) => {
    const lines = text.split('\n')
    return (lines[lines.indexOf(`${heading}:`) + 1] as string).trim()
  }

  const instances = async () =>
    JSON.parse((await typed('pglift instance list -o json')).stdout) as { port: number; datadir: string }[]

  async function removed(again: string) {
    const { code, stderr } = await typed(again)
    expect(code, stderr).to.equal(0)
    expect(existsSync(directory)).to.equal(false)
    await nothingRuns(scratch)
    expect(readdirSync(home), 'nothing lies outside of its directory').to.deep.equal([])
  }

  it('makes an instance that psql reaches, finds it there the second time, and removes all', async () => {
    const first = await succeeding()
    const connect = lineBelow('To connect', first.stdout)
    const { stdout, stderr } = await typed(`${connect} -XAtc 'SELECT current_user, current_database()'`)
    expect(stdout, stderr).to.equal('app|app\n')
    const [instance] = await instances()
    const conf = join(instance?.datadir as string, 'postgresql.conf')
    const before = statSync(conf).mtimeMs
    expect((await typed('pglift instance stop main')).code).to.equal(0)

    const second = await succeeding()
    expect(second.stdout).to.contain('main is there already, not_running')
    expect(second.stdout).to.contain('role app is there already')
    expect(second.stdout).to.contain('database app is there already')
    expect(lineBelow('To connect', second.stdout)).to.equal(connect)
    expect(await instances()).to.deep.equal([instance])
    expect(statSync(conf).mtimeMs).to.equal(before)

    await removed(lineBelow('To remove everything', second.stdout))
  })

  it('trusts connections only through a socket that no other user can reach', async () => {
    await succeeding()
    expect(statSync(join(directory, 'site')).mode & 0o777).to.equal(0o700)
    const [instance] = await instances()
    const hba = readFileSync(join(instance?.datadir as string, 'pg_hba.conf'), 'utf8')
    const byTcp = hba.split('\n').filter((line) => /^host/.test(line) && !line.includes('replication'))
    expect(byTcp).to.have.length.above(0)
    for (const line of byTcp) expect(line).to.match(/scram-sha-256$/)
  })

  it('works with the server that npm ships', async () => {
    const version = Object.keys(bindirs()).at(-1) as string
    const [installation] = (bindirs()[version] as string).split('/node_modules/')
    if (basename(installation as string).startsWith('embedded-')) {
      mkdirSync(join(directory, 'postgresql'), { recursive: true })
      writeFileSync(join(directory, 'quickstart.json'), '{}') // the download is there already
      symlinkSync(installation as string, join(directory, 'postgresql', basename(installation as string)))
    }
    const { stdout } = await succeeding('--npm-server')
    const answer = await typed(
      lineBelow('To connect', stdout).replace(/'host=.*'$/, '$& -c "SELECT version()"'),
    )
    expect(answer.stdout, answer.stderr).to.contain(`PostgreSQL ${version}.`)
    await removed(lineBelow('To remove everything', stdout))
    expect(existsSync(bindirs()[version] as string)).to.equal(true)
  })

  it('leaves a directory alone that it did not make', async () => {
    mkdirSync(directory)
    writeFileSync(join(directory, 'mine'), '')
    for (const options of [[], ['--remove']]) {
      const { code, stderr } = await quickstart(...options)
      expect(code).to.equal(1)
      expect(stderr).to.contain(`${directory} `).and.contain('not made by ./quickstart')
    }
    expect(readdirSync(directory)).to.deep.equal(['mine'])
  })

  it('says what is wrong with its options', async () => {
    const { code, stderr } = await quickstart('--now')
    expect(code).to.equal(2)
    expect(stderr).to.match(/^Error: Unknown option '--now'/)
  })

  it('names the Node that it needs', async () => {
    const path = join(scratch, 'path')
    mkdirSync(path)
    symlinkSync('/usr/bin/dirname', join(path, 'dirname'))
    const argv = ['/bin/sh', join(ROOT, 'quickstart')]
    const none = await runProgram(argv, { env: { PATH: path } })
    expect(none.code).to.equal(1)
    expect(none.stderr).to.contain('Node.js 20.17 or newer is needed')
    writeFileSync(join(path, 'node'), '#!/bin/sh\necho v20.9.0\n', { mode: 0o755 })
    const old = await runProgram(argv, { env: { PATH: path } })
    expect(old.code).to.equal(1)
    expect(old.stderr).to.contain(`${join(path, 'node')} is v20.9.0`)
  })
})
