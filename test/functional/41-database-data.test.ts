import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'
import { said } from './said.js'

describe('data of databases', () => {
  let site: Site
  let id: string

  before(async () => {
    site = await Site.installed()
    id = `${site.version}/main`
    await site.ok(['instance', 'create', 'main', `--port=${await site.freePort()}`])
    for (const name of ['ws1', 'ws2']) await site.ok(['database', 'create', name])
  })

  after(() => site.destroy())

  const dumpsDirectory = () => join(site.prefix, 'srv/dumps', `${site.version}-main`)

  describe('run', () => {
    it('asks, runs on all databases, and tells what the server answers', async () => {
      const { stderr, stdout } = await site.run(['database', 'run', 'SELECT 1 AS x', '-d', 'ws1'], {
        input: 'y\n',
        expectExit: 0,
      })
      expect(stderr).to.include(`Confirm execution of 'SELECT 1 AS x' on ws1 of ${id}? [y/n] (y):`)
      expect(said(stderr)).to.include(
        `INFO running "SELECT 1 AS x" on ws1 database of ${id}\nINFO SELECT 1\n`,
      )
      expect(stdout).to.match(/^ *Database ws1\n\+-+\+\n\| x \|\n/)
      const declined = await site.run(['database', 'run', 'SELECT 1'], { input: 'n\n', expectExit: 1 })
      expect(declined.stderr).to.include(`on ALL databases of ${id}?`).and.to.include('Aborted!')
    })

    it('gives rows by database as JSON', async () => {
      const args = ['database', 'run', '-d', 'ws1', '-d', 'ws2', '-x', 'ws2', 'SELECT 1 AS x']
      expect(await site.json(args)).to.deep.equal({ ws1: [{ x: 1 }] })
      const made = await site.ok(['database', 'run', '-d', 'ws1', '-o', 'json', 'CREATE TABLE r (a int)'])
      expect(made.stdout).to.equal('{}\n')
      expect(made.stderr).to.match(/^INFO CREATE TABLE$/m)
      const nothing = await site.ok(['database', 'run', '-d', 'ws1', '-o', 'json', ';'])
      expect(nothing.stderr).to.match(/running ";" on ws1 database of \S+\n$/)
      const all = await site.json<object>(['database', 'run', '-x', 'ws1', 'SELECT 1 AS x'])
      expect(all).to.include.keys('postgres', 'template1', 'ws2').and.not.include.keys('ws1')
    })

    it('shows notices, and fails with the server', async () => {
      const notice = ['database', 'run', '-d', 'ws1', "DO $$BEGIN RAISE NOTICE 'hello there'; END$$"]
      expect((await site.ok(notice)).stderr).to.match(/^hello there$/m)
      const { stderr } = await site.run(['--non-interactive', 'database', 'run', '-d', 'ws1', 'SELECT foo'], {
        expectExit: 1,
      })
      expect(stderr).to.match(/^Error: column "foo" does not exist$/m)
    })
  })

  describe('dump and restore', () => {
    it('dumps under the name and the date, readable by its owner only', async () => {
      await site.psql('main', 'CREATE TABLE t AS SELECT generate_series(1, 4) AS a', { dbname: 'ws1' })
      const { stderr } = await site.ok(['database', 'dump', 'ws1'])
      expect(said(stderr)).to.equal(`INFO backing up database 'ws1' on instance ${id}\n`)
      const [file = ''] = readdirSync(dumpsDirectory())
      expect(file).to.match(/^ws1_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\.dump$/)
      expect(statSync(join(dumpsDirectory(), file)).mode & 0o777).to.equal(0o600)
      const [dump] = await site.json<Record<string, string>[]>(['database', 'dumps', 'ws1'])
      expect(dump).to.have.all.keys('id', 'dbname', 'date')
      expect(dump?.id).to.match(/^ws1_[0-9a-f]{10}$/)
      expect(await site.json(['database', 'dumps', 'ws2'])).to.deep.equal([])
    })

    it('restores into the same name, or into another database', async () => {
      const [dump] = await site.json<{ id: string }[]>(['database', 'dumps', 'ws1'])
      const dumpId = dump?.id ?? ''
      const exists = await site.run(['database', 'restore', dumpId], { expectExit: 1 })
      expect(exists.stderr).to.match(/^Error: database 'ws1' already exists$/m)
      await site.ok(['database', 'drop', 'ws1'])
      const { stderr } = await site.ok(['database', 'restore', dumpId])
      expect(said(stderr)).to.equal(`INFO restoring dump for 'ws1' on instance ${id}\n`)
      await site.ok(['database', 'create', 'into'])
      const other = await site.ok(['database', 'restore', dumpId, 'into'])
      expect(said(other.stderr)).to.equal(`INFO restoring dump for 'ws1' on instance ${id} into 'into'\n`)
      for (const dbname of ['ws1', 'into'])
        expect(await site.psql('main', 'SELECT a FROM t', { dbname }), dbname).to.have.length(4)
      const unknown = await site.run(['database', 'restore', 'ws1_0000000000'], { expectExit: 1 })
      expect(unknown.stderr).to.match(/^Error: dump 'ws1_0000000000' not found$/m)
    })

    it('writes to another directory, which must be there', async () => {
      const elsewhere = join(site.directory, 'elsewhere')
      const { stderr } = await site.run(['database', 'dump', 'ws1', '-o', elsewhere], { expectExit: 2 })
      expect(stderr).to.include(
        `Invalid value for '-o' / '--output': Directory '${elsewhere}' does not exist.`,
      )
      mkdirSync(elsewhere)
      await site.ok(['database', 'dump', 'ws1', '-o', elsewhere])
      expect(readdirSync(elsewhere)).to.have.length(1)
    })

    it('keeps a hostile name inside of the directory', async () => {
      await site.psql('main', 'CREATE DATABASE "../../evil"')
      await site.ok(['database', 'dump', '../../evil'])
      const dumps = await site.json<{ dbname: string }[]>(['database', 'dumps'])
      expect(dumps.map(({ dbname }) => dbname)).to.include('../../evil')
      expect(readdirSync(dumpsDirectory())).to.have.length(2)
    })

    it('lists no dump that failed', async () => {
      const settings = join(site.configDirectory, 'settings.yaml')
      const before = readdirSync(dumpsDirectory())
      const commands = JSON.stringify([
        ['{bindir}/pg_dump', '-Fc', '-f', '{path}/{dbname}_{date}.dump', '-d', '{conninfo}'],
        ['/bin/false'],
      ])
      const text = readFileSync(settings, 'utf8')
      writeFileSync(settings, text.replace(/^postgresql:$/m, `postgresql:\n  dump_commands: ${commands}`))
      try {
        const { stderr } = await site.run(['database', 'dump', 'ws1'], { expectExit: 1 })
        expect(stderr).to.include("Command '['/bin/false']' returned non-zero exit status 1.")
        expect(readdirSync(dumpsDirectory())).to.deep.equal(before)
      } finally {
        writeFileSync(settings, text)
      }
    })
  })
})
