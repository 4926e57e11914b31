import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { found, processesBelow, slowToStop, until } from '../support/process.js'
import { Site } from '../support/site.js'

describe('a server that takes its time', () => {
  let site: Site

  before(async () => {
    site = await Site.installed()
    const port = String(await site.freePort())
    await site.ok(['instance', 'create', 'main', '--port', port])
  })

  after(() => site.destroy())

  const pidFile = () => readFileSync(join(site.datadir('main'), 'postmaster.pid'), 'utf8').split('\n')
  const postmaster = () => Number(pidFile()[0])
  const state = () => pidFile()[7]?.trim()
  const find = (what: RegExp) => processesBelow(site.directory).find(({ command }) => what.test(command))?.pid
  const isUp = async () => (await site.psql('main', 'SELECT 1 AS x')).length === 1

  const running = (args: string[]) => {
    let pglift = 0
    const onStart = (pid: number) => {
      pglift = pid
    }
    const ended = site.run(args, { onStart })
    return { ended, kill: (signal: NodeJS.Signals) => process.kill(pglift, signal) }
  }
  const restarting = () => running(['instance', 'restart', 'main'])

  it('to stop: an interrupted restart does not leave it stopped', async () => {
    const [before, goOn] = [postmaster(), await slowToStop(site)]
    const restart = restarting()
    await until('the server stops', () => state() === 'stopping')
    restart.kill('SIGINT')
    goOn()
    const { code, stderr } = await restart.ended
    expect(code, stderr).to.equal(130)
    expect(stderr).to.match(/^WARNING PostgreSQL \d+-main stops already: it is restarted$/m)
    expect(await isUp()).to.equal(true)
    expect(postmaster()).not.to.equal(before)
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
  })

  it('to stop: a restart that is killed is done again by recover', async () => {
    const goOn = await slowToStop(site)
    const restart = restarting()
    await until('the server stops', () => state() === 'stopping')
    restart.kill('SIGKILL')
    await restart.ended
    const recovery = site.ok(['recover'])
    goOn()
    expect((await recovery).stderr).to.match(/: resumed$/m)
    expect(await isUp()).to.equal(true)
  })

  it('to stop: a start waits for its end', async () => {
    const goOn = await slowToStop(site)
    process.kill(postmaster(), 'SIGINT')
    await until('the server stops', () => state() === 'stopping')
    const start = site.ok(['instance', 'start', 'main'])
    goOn()
    await start
    expect(await isUp()).to.equal(true)
  })

  it('to answer: an interrupted command gives its query up', async () => {
    const query = ['database', 'run', 'SELECT pg_sleep(60)', '-d', 'postgres']
    const waiting = running(['--non-interactive', ...query])
    const sleeping = () => site.psql('main', "SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sl%'")
    await until('the query runs', async () => (await sleeping()).length === 1)
    const since = Date.now()
    waiting.kill('SIGTERM')
    const { code, stderr } = await waiting.ended
    expect(code, stderr).to.equal(143)
    expect(stderr).to.match(/^Error: canceling statement due to user request\nAborted!$/m)
    expect(Date.now() - since).to.be.lessThan(30_000)
  })

  it('to recover: it is not stopped for that, and a second start waits for it', async () => {
    await site.psql('main', 'CREATE TABLE t AS SELECT generate_series(1, 4000000)')
    process.kill(postmaster(), 'SIGQUIT')
    await until('the server is gone', () => find(/^postgres: /) === undefined)
    const env = { PGCTLTIMEOUT: '2' }
    const start = site.run(['instance', 'start', 'main'], { env })
    const recovering = await found('recovery', () => find(/^postgres: .*startup/))
    process.kill(recovering, 'SIGSTOP')
    const { code, stderr } = await start
    expect(code, stderr).to.equal(1)
    expect(stderr).to.match(/^Error: PostgreSQL \d+-main was started, but takes no connections yet$/m)
    expect(stderr).to.match(/^hint: it goes on recovering/m)
    expect(state()).to.equal('starting')
    const again = site.ok(['instance', 'start', 'main'])
    process.kill(recovering, 'SIGCONT')
    await again
    expect(await isUp()).to.equal(true)
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
  })
})
