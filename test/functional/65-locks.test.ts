import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { ROOT } from '../support/places.js'
import { slowToStop, until } from '../support/process.js'
import { Site } from '../support/site.js'

/** Starts pglift and leaves it running. */
function inBackground(site: Site, args: readonly string[]) {
  const argv = [join(ROOT, 'bin/run.js'), '--non-interactive', ...args]
  const child = spawn(process.execPath, argv, { env: site.env, cwd: site.directory, stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, ended }
}

describe('two commands at once', () => {
  let site: Site

  beforeEach(async () => {
    site = await Site.installed()
  })

  afterEach(() => site.destroy())

  const create = (name: string, port: number | string) => ['instance', 'create', name, '--port', String(port)]
  const together = (...commands: string[][]) =>
    Promise.all(commands.map((args) => site.run(['--non-interactive', ...args])))
  const listed = async () =>
    (await site.json<{ name: string; status: string }[]>(['instance', 'list'])).map(
      ({ name, status }) => `${name} ${status}`,
    )

  it('on one name: one of them makes the instance, the others are told why not', async () => {
    const ports = await Promise.all([site.freePort(), site.freePort(), site.freePort()])
    const results = await together(...ports.map((port) => create('main', port)))
    expect(results.map(({ code }) => code).sort()).to.deep.equal([0, 1, 1])
    for (const { stderr } of results.filter(({ code }) => code !== 0))
      expect(stderr).to.match(
        /another operation is in progress \(pid \d+: instance create \d+\/main\)|already exists/,
      )
    expect(await listed()).to.deep.equal(['main running'])
  })

  it('on one port: one of them gets it, the others are told who has it', async () => {
    const port = await site.freePort()
    const results = await together(create('one', port), create('two', port), create('three', port))
    expect(results.map(({ code }) => code).sort()).to.deep.equal([0, 2, 2])
    for (const { stderr } of results.filter(({ code }) => code !== 0))
      expect(stderr).to.contain(`Invalid value for '--port': port ${port} already in use`)
    expect(await listed()).to.have.length(1)
  })

  it('on different names: all are made', async () => {
    const [one, two] = [await site.freePort(), await site.freePort()]
    const results = await together(create('one', one), create('two', two))
    expect(results.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).to.deep.equal([0, 0])
    expect(await listed()).to.deep.equal(['one running', 'two running'])
  })

  it('one that finds the instance locked fails at once and names the holder', async () => {
    const { child, ended } = inBackground(site, create('main', await site.freePort()))
    const lock = join(site.runPrefix, 'lock', `${site.version}-main.lock`)
    await until(
      'the instance is locked',
      () => existsSync(lock) && readFileSync(lock, 'utf8').includes('pid'),
    )
    // As long as it rests the other one can't have waited for it.
    child.kill('SIGSTOP')
    const { code, stderr } = await site.run(create('main', await site.freePort()))
    child.kill('SIGCONT')
    expect(code).to.equal(1)
    expect(stderr).to.contain(
      `Error: another operation is in progress (pid ${child.pid}: instance create ${site.version}/main)`,
    )
    expect(stderr).to.contain(`hint: it holds ${lock}`)
    expect(await ended).to.equal(0)
  })

  it('reading takes no lock', async () => {
    const port = await site.freePort()
    await site.ok(create('main', port))
    const goOn = await slowToStop(site)
    const { ended } = inBackground(site, ['instance', 'restart', 'main'])
    const lock = join(site.runPrefix, 'lock', `${site.version}-main.lock`)
    try {
      await until('the instance is locked', () => readFileSync(lock, 'utf8').includes('restart'))
      await site.ok(['instance', 'list'])
      await site.ok(['instance', 'env', 'main'])
    } finally {
      goOn()
    }
    expect(await ended).to.equal(0)
  })

  it('a lock dies with its holder', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { child, ended } = inBackground(site, create('main', await site.freePort()))
      const lock = join(site.runPrefix, 'lock', `${site.version}-main.lock`)
      await until(
        'the instance is locked',
        () => existsSync(lock) && readFileSync(lock, 'utf8').includes('pid'),
      )
      child.kill('SIGKILL')
      await ended
      await site.ok(['recover', '--rollback'])
    }
    await site.ok(create('main', await site.freePort()))
    expect(await listed()).to.deep.equal(['main running'])
  })
})
