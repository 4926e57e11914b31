import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

interface Record {
  readonly line: number
  readonly type: string
  readonly user: string
  readonly [column: string]: unknown
}

describe('pghba', () => {
  let site: Site
  let file: string

  before(async () => {
    site = await Site.installed()
    await site.ok(['instance', 'create', 'main', `--port=${await site.freePort()}`])
    file = join(site.datadir('main'), 'pg_hba.conf')
  })
  after(() => site.destroy())

  const text = () => readFileSync(file, 'utf8')

  /** An editor that runs a Node expression on the text. */
  function editor(expression: string): NodeJS.ProcessEnv {
    const path = join(site.directory, 'editor.cjs')
    writeFileSync(
      path,
      `const fs = require('node:fs'); const path = process.argv[2]; const text = fs.readFileSync(path, 'utf8')
fs.writeFileSync(path, ${expression})`,
    )
    return { EDITOR: `${process.execPath} ${path}` }
  }

  it('adds an entry in aligned columns, and the server takes it over', async () => {
    const before = text()
    const { stderr } = await site.ok(['pghba', 'add', '--user=bob', '--method=reject'])
    expect(stderr).to.equal(
      `INFO entry added to HBA configuration\nINFO reloading PostgreSQL configuration for ${site.version}-main\n`,
    )
    const line = `local   all             bob${' '.repeat(37)}reject\n`
    expect(text()).to.equal(before + line)
    const address = ['--connection-address=192.168.12.10/32', '--database=mydb,db2']
    await site.ok(['pghba', 'add', ...address, '--method=scram-sha-256'])
    expect(text()).to.equal(
      `${before}${line}host    mydb,db2        all             192.168.12.10/32         scram-sha-256\n`,
    )
  })

  it('does not add an entry twice', async () => {
    const before = statSync(file).mtimeMs
    const { stderr } = await site.ok(['pghba', 'add', '--user=bob', '--method=reject'])
    expect(stderr).to.equal('INFO entry already present in HBA configuration\n')
    expect(statSync(file).mtimeMs).to.equal(before)
  })

  it('lists entries', async () => {
    const records = await site.json<Record[]>(['pghba', 'list'])
    expect(records.at(-1)).to.deep.include({
      type: 'host',
      database: 'mydb,db2',
      user: 'all',
      address: '192.168.12.10/32',
      netmask: null,
      method: 'scram-sha-256',
      options: {},
    })
    expect(text().split('\n')[(records.at(-1)?.line ?? 0) - 1]).to.include('192.168.12.10/32')
    expect((await site.ok(['pghba', 'list'])).stdout).to.include('| type ')
  })

  it('removes an entry, and says when there is none', async () => {
    const address = ['--connection-address=192.168.12.10/32', '--database=mydb,db2']
    const { stdout } = await site.ok(['pghba', 'remove', ...address, '--method=scram-sha-256', '--diff'])
    expect(stdout)
      .to.include(`--- ${file}\n`)
      .and.match(/^-host +mydb,db2/m)
    const again = await site.ok(['pghba', 'remove', ...address, '--method=scram-sha-256'])
    expect(again.stderr).to.equal('ERROR entry not found in HBA configuration\n')
  })

  it('changes nothing in a dry run, but shows the change', async () => {
    const before = text()
    const { stdout, stderr } = await site.ok(['pghba', 'add', '--method=md5', '--dry-run', '--diff'])
    expect(stdout).to.match(/^\+local +all +all +md5$/m)
    expect(stderr)
      .to.include('entry added to HBA configuration\n')
      .and.match(/DRY RUN: no changes made\n$/)
    expect(text()).to.equal(before)
  })

  it('refuses wrong values as errors of their options', async () => {
    const before = text()
    const wrong: [string[], string][] = [
      [['--method=nope'], "Invalid value for '--method'"],
      [['--method=md5', '--connection-address=10.0.0.1'], "Invalid value for '--connection-address'"],
      [['--method=md5', '--connection-type=hostssl'], "Missing option '--connection-address'"],
      [['--method=peer', '--connection-address=all'], "Invalid value for '--method'"],
      [['--method=md5', '--user=a\nb'], "Invalid value for '--user'"],
      [['--user=bob'], "Missing option '--method'"],
    ]
    for (const [options, message] of wrong)
      expect((await site.run(['pghba', 'add', ...options], { expectExit: 2 })).stderr).to.include(message)
    expect(text()).to.equal(before)
  })

  it('does not keep what the server refuses', async () => {
    const before = text()
    const { stderr } = await site.run(['pghba', 'add', '--method=bsd'], { expectExit: 1 })
    expect(stderr).to.include(`Error: PostgreSQL refuses ${file}: line `)
    expect(text()).to.equal(before)
  })

  it('edits the file in the editor', async () => {
    const before = text()
    const env = editor("text + '# a remark\\nlocal all carol peer\\n'")
    const { stderr } = await site.ok(['pghba', 'edit'], { env })
    expect(stderr).to.include('HBA configuration updated\n')
    expect(text()).to.equal(`${before}# a remark\nlocal all carol peer\n`)
    expect((await site.ok(['pghba', 'edit'], { env: editor('text') })).stderr).to.include('no change\n')
  })

  it('keeps the file when what comes back is wrong, or the editor fails', async () => {
    const before = text()
    const wrong = await site.run(['--non-interactive', 'pghba', 'edit'], { env: editor("text + 'bla\\n'") })
    expect([wrong.code, wrong.stderr.includes('unknown connection type')]).to.deep.equal([1, true])
    const failed = await site.run(['pghba', 'edit'], { env: { EDITOR: 'false' }, expectExit: 1 })
    expect(failed.stderr).to.include("editor 'false' ended with exit status 1")
    expect(text()).to.equal(before)
  })

  it('never shows passwords of options', async () => {
    const secret = 'host all eve all ldap ldapserver=x ldapprefix=a ldapsuffix=b ldapbindpasswd=s3kret\\n'
    const line = secret.replace('ldapprefix=a ldapsuffix=b', 'ldapbasedn=b')
    const { stdout, stderr } = await site.ok(['pghba', 'edit', '--diff'], { env: editor(`text + '${line}'`) })
    const list = await site.ok(['pghba', 'list', '-o', 'json'])
    expect(stdout + stderr + list.stdout).not.to.include('s3kret')
    expect(stdout).to.include('ldapbindpasswd=***')
    expect(text()).to.include('ldapbindpasswd=s3kret')
  })
})
