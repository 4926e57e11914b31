import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { picture } from '../support/picture.js'
import { runProgram, until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation } from './86-pgbackrest-site.js'

describe('logrotate', () => {
  let site: Site
  const file = () => join(site.prefix, 'etc/logrotate.d/logrotate.conf')
  const logs = () => join(site.prefix, 'log/postgresql')
  const log = () => join(logs(), `${site.version}-main.log`)
  const rotated = () =>
    readdirSync(logs()).filter((name) => name.startsWith(`${site.version}-main.log-`) && name.endsWith('.gz'))

  /** Runs logrotate as the user of the instances; `force`: as if a day had gone by. */
  async function logrotate(...options: string[]): Promise<void> {
    const state = join(site.directory, 'tmp/state')
    const { code, stderr } = await runProgram(['/usr/sbin/logrotate', ...options, '--state', state, file()], {
      env: site.env,
    })
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
  }

  before(async () => {
    site = await backupSite({ settings: { logrotate: { days: 2 } }, plugins: ['logrotate'] })
    await site.ok(await creation(site, 'main'))
  })

  after(() => site.destroy())

  it('is configured for all that writes logs, once', async () => {
    const text = readFileSync(file(), 'utf8')
    expect(text).to.contain(`\n"${logs()}/*.log" "${logs()}/*.csv" "${logs()}/*.json" {\n`)
    expect(text).to.contain(`\n"${join(site.prefix, 'log/pgbackrest')}/*.log" {\n`)
    expect(statSync(file()).mode & 0o777).to.equal(0o640)
    const before = picture(site)
    expect((await site.ok(['site-configure', 'install'])).stderr).to.equal('')
    expect(picture(site)).to.deep.equal(before)
    expect((await site.ok(['site-configure', 'list'])).stdout).to.contain(`${file()}\n`)
  })

  it('rotates the log of a server that goes on writing to it', async () => {
    // Lines go to the log by way of a process of their own.
    const logged = (line: string) =>
      until(`the log has '${line}'`, () => readFileSync(log(), 'utf8').includes(line))
    await site.psql('main', "DO $$ BEGIN RAISE LOG 'before the rotation'; END $$")
    await logged('before the rotation')
    await logrotate()
    expect(rotated()).to.deep.equal([])
    await logrotate('--force')
    expect(rotated()).to.have.length(1)
    const { stdout } = await runProgram(['zcat', join(logs(), rotated()[0] as string)], { env: site.env })
    expect(stdout).to.contain('before the rotation')
    await site.psql('main', "DO $$ BEGIN RAISE LOG 'after the rotation'; END $$")
    await logged('after the rotation')
    expect(readFileSync(log(), 'utf8')).not.to.contain('before the')
  })

  it('removes what is too old, also of logs that are no more, and nothing else', async () => {
    const old = join(logs(), '14-gone-2026-01-01_000000.log-20260102-1.gz')
    const foreign = join(logs(), 'notes.gz')
    const then = Date.now() / 1000 - 5 * 86_400
    for (const path of [old, foreign]) {
      writeFileSync(path, '')
      utimesSync(path, then, then)
    }
    // The names of rotated logs have a second in them.
    const last = rotated()
      .at(-1)
      ?.match(/-(\d+)\.gz$/)?.[1]
    await until('the next second', async () => Math.floor(Date.now() / 1000) > Number(last))
    await logrotate('--force')
    expect(rotated()).to.have.length(2)
    expect(readdirSync(logs()))
      .to.include('notes.gz')
      .and.not.to.include('14-gone-2026-01-01_000000.log-20260102-1.gz')
  })

  it('is looked at by site-configure check', async () => {
    writeFileSync(file(), '# edited\n')
    const { stderr } = await site.run(['site-configure', 'check'], { expectExit: 1 })
    expect(stderr).to.contain(`ERROR logrotate configuration file '${file()}' is out of date; run `)
    await site.ok(['site-configure', 'install'])
    await site.ok(['site-configure', 'check'])
  })

  it('goes with the site', async () => {
    await site.ok(['instance', 'drop', 'main'])
    const { stderr } = await site.ok(['site-configure', 'uninstall'])
    expect(stderr).to.contain('INFO deleting logrotate config directory\n')
    expect(readdirSync(join(site.prefix, 'etc'))).not.to.include('logrotate.d')
  })
})
