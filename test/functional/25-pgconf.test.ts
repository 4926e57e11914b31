import {
  chmodSync,
  lstatSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Site } from '../support/site.js'

describe('pgconf', () => {
  let site: Site
  let port: number

  before(async () => {
    site = await Site.installed()
    port = await site.freePort()
    await site.ok(['instance', 'create', 'main', `--port=${port}`])
  })
  after(() => site.destroy())

  const conf = () => readFileSync(join(site.datadir('main'), 'postgresql.conf'), 'utf8')
  const show = async (...names: string[]) => (await site.ok(['pgconf', 'show', ...names])).stdout
  const inForce = async (name: string) => {
    const rows = await site.psql<{ setting: string }>('main', `SELECT current_setting('${name}') AS setting`)
    return rows[0]?.setting
  }

  it('shows active parameters, and commented ones when asked for by name', async () => {
    expect(await show())
      .to.contain(`port = ${port}\n`)
      .and.not.contain('#')
    expect(await show('fsync', 'work_mem', 'nonesuch')).to.equal("fsync = off\n# work_mem = '4MB'\n")
  })

  it('sets parameters and reloads', async () => {
    const { stderr, stdout } = await site.ok(['pgconf', 'set', 'work_mem=5MB', 'jit=off'])
    expect(stdout).to.equal('')
    expect(stderr.split('\n')).to.deep.equal(
      [
        'INFO configuring PostgreSQL',
        'INFO instance 15/main needs reload due to parameter changes: jit, work_mem',
        'INFO reloading PostgreSQL configuration for 15-main',
        'jit: None -> False',
        'work_mem: None -> 5MB',
        '',
      ].map((line) => line.replaceAll('15', site.version)),
    )
    expect(await inForce('work_mem')).to.equal('5MB')
  })

  it('changes nothing the second time, and says so', async () => {
    const before = conf()
    const { stderr } = await site.ok(['pgconf', 'set', 'jit=off', 'work_mem=5MB'])
    expect(stderr).to.match(
      /^changes in 'jit', 'work_mem' not applied\n hint: either these changes have no effect/,
    )
    expect(conf()).to.equal(before)
  })

  it('says in a dry run what it would do', async () => {
    const before = conf()
    const { stderr } = await site.ok(['pgconf', 'set', 'work_mem=6MB', '--dry-run'])
    expect(stderr).to.contain('INFO reloading PostgreSQL configuration').and.contain('work_mem: 5MB -> 6MB\n')
    expect(stderr).to.match(/DRY RUN: no changes made\n$/)
    // What it would ask is asked, but nobody has to answer.
    const asking = await site.run(['pgconf', 'set', 'max_connections=77', '--dry-run'], { expectExit: 0 })
    expect(asking.stderr).to.contain('restart now? [y/n] (n): \n').and.contain('DRY RUN: no changes made\n')
    expect(conf()).to.equal(before)
  })

  it('returns what is removed to the value of the template, or of the server', async () => {
    await site.ok(['pgconf', 'set', 'shared_buffers=20MB'])
    const { stderr } = await site.ok(['pgconf', 'remove', 'shared_buffers', 'jit'])
    expect(stderr).to.contain('jit: False -> None\nshared_buffers: 20MB -> 16MB\n')
    expect(await show('jit')).to.equal('# jit = off\n')
    expect(await inForce('jit')).to.equal('on')
  })

  it('leaves alone what it was not asked to change', async () => {
    const path = join(site.datadir('main'), 'postgresql.conf')
    const without = conf().replace(/^log_filename/m, '#log_filename')
    writeFileSync(path, without)
    await site.ok(['pgconf', 'set', 'random_page_cost=1.5'])
    expect(conf()).to.equal(without.replace(/^#random_page_cost = 4.0/m, 'random_page_cost = 1.5'))
    await site.ok(['pgconf', 'remove', 'random_page_cost'])
  })

  it('refuses unknown arguments', async () => {
    const bad = await site.run(['pgconf', 'set', 'work_mem'], { expectExit: 2 })
    expect(bad.stderr).to.contain("Error: Invalid value for '<PARAMETER>=<VALUE>...': work_mem\n")
    const none = await site.run(['pgconf', 'set'], { expectExit: 2 })
    expect(none.stderr).to.contain("Error: Missing argument '<PARAMETER>=<VALUE>...'.\n")
    const unknown = await site.run(['pgconf', 'remove', 'nonesuch'], { expectExit: 1 })
    expect(unknown.stderr).to.contain("Error: 'nonesuch' not found in managed configuration\n")
  })

  for (const state of ['running', 'stopped'])
    for (const [assignment, words] of [
      ['work_mem=much', 'invalid value for parameter "work_mem": "much"'],
      ['nonesuch=1', 'unrecognized configuration parameter "nonesuch"'],
      ['shared_preload_libraries=nonesuch', 'could not access file "nonesuch"'],
    ] as const)
      it(`undoes ${assignment}, which PostgreSQL refuses (${state})`, async () => {
        if (state === 'stopped') await site.ok(['instance', 'stop'])
        else await site.ok(['instance', 'start'])
        const before = conf()
        const { stderr } = await site.run(['--non-interactive', 'pgconf', 'set', assignment], {
          expectExit: 1,
        })
        expect(stderr).to.contain(
          `Error: PostgreSQL refuses the configuration of ${site.version}/main: ${words}`,
        )
        expect(conf()).to.equal(before)
        await site.ok(['instance', 'start'])
      })

  it('restarts when that is agreed to; when not, the change waits', async () => {
    const declined = await site.ok(['pgconf', 'set', 'max_connections=60'])
    expect(declined.stderr).to.contain('needs restart due to parameter changes: max_connections')
    expect(await inForce('max_connections')).to.equal('100')
    expect((await site.json<{ pending_restart: boolean }>(['instance', 'get'])).pending_restart).to.equal(
      true,
    )
    const agreed = await site.run(['pgconf', 'set', 'max_connections=70'], { input: 'y\n', expectExit: 0 })
    expect(agreed.stderr).to.contain('> PostgreSQL needs to be restarted; restart now? [y/n] (n): ')
    expect(await inForce('max_connections')).to.equal('70')
  })

  it('keeps the server running when it does not start with the change', async () => {
    const before = conf()
    const { stderr } = await site.run(['pgconf', 'set', 'listen_addresses=192.0.2.1'], {
      input: 'y\n',
      expectExit: 1,
    })
    expect(stderr).to.contain('could not be started').and.contain('reverting: configuring PostgreSQL')
    expect(conf()).to.equal(before)
    expect(await inForce('listen_addresses')).to.equal('localhost')
  })

  it('moves the port', async () => {
    const moved = await site.freePort()
    await site.run(['pgconf', 'set', `port=${moved}`], { input: 'y\n', expectExit: 0 })
    expect((await site.json<{ port: number }[]>(['instance', 'list']))[0]?.port).to.equal(moved)
    expect(await inForce('port')).to.equal(String(moved))
  })

  it('shows no password of a connection string', async () => {
    const uri = 'postgresql://r:s3cret@127.0.0.1/x'
    const set = await site.ok(['pgconf', 'set', `primary_conninfo=${uri}`])
    const before = conf()
    const byHand = "# primary_conninfo = 'host=127.0.0.1 password=s3cret'"
    writeFileSync(join(site.datadir('main'), 'postgresql.conf'), before.replace(/^port/m, `${byHand}\nport`))
    const altered = await site.ok(['instance', 'alter', '--port', String(await site.freePort()), '--diff'])
    expect(altered.stdout).to.contain(' # primary_conninfo = ')
    writeFileSync(join(site.datadir('main'), 'postgresql.conf'), before)
    for (const { stdout, stderr } of [set, altered]) expect(stdout + stderr).not.to.contain('s3cret')
    await site.ok(['pgconf', 'remove', 'primary_conninfo'])
  })

  it('leaves a symbolic link what it is', async () => {
    const [path, elsewhere] = [join(site.datadir('main'), 'postgresql.conf'), join(site.directory, 'my.conf')]
    renameSync(path, elsewhere)
    symlinkSync(elsewhere, path)
    await site.ok(['pgconf', 'set', 'work_mem=11MB'])
    expect(readFileSync(elsewhere, 'utf8')).to.contain("work_mem = '11MB'")
    const refused = await site.run(['pgconf', 'set', 'work_mem=much'], { expectExit: 1 })
    expect(refused.stderr).to.contain('reverting: configuring PostgreSQL')
    expect(readFileSync(elsewhere, 'utf8')).to.contain("work_mem = '11MB'")
    expect(lstatSync(path).isSymbolicLink()).to.equal(true)
    unlinkSync(path)
    renameSync(elsewhere, path)
    await site.ok(['pgconf', 'remove', 'work_mem'])
  })

  it('tells when another file overrules the value', async () => {
    await site.psql('main', "ALTER SYSTEM SET work_mem = '9MB'")
    const { stderr } = await site.ok(['pgconf', 'set', 'work_mem=7MB'])
    expect(stderr).to.contain(
      `WARNING 'work_mem' is also defined in ${site.datadir('main')}/postgresql.auto.conf`,
    )
    await site.psql('main', 'ALTER SYSTEM RESET work_mem')
  })

  it('applies what an editor changed', async () => {
    const editor = join(site.directory, 'editor')
    const edit = (script: string) => {
      writeFileSync(editor, `#!/bin/sh\n${script}\n`)
      chmodSync(editor, 0o755)
      return site.run(['--non-interactive', 'pgconf', 'edit'], { env: { EDITOR: editor } })
    }
    expect((await edit(':')).stderr).to.equal('no change\n')
    const changed = await edit(`echo "work_mem = '3MB'" >> "$1"`)
    expect(changed.stderr).to.contain('work_mem: 7MB -> 3MB\n')
    expect(await inForce('work_mem')).to.equal('3MB')
    const before = conf()
    const broken = await edit('echo "work_mem = = 3" >> "$1"')
    expect(broken.code).to.equal(1)
    expect(broken.stderr).to.contain('syntax error in ')
    const failed = await edit('exit 3')
    expect(failed.stderr).to.contain(`Error: editor '${editor}' ended with exit status 3`)
    expect(conf()).to.equal(before)
  })

  it('needs to be told which instance when there are several', async () => {
    await site.ok(['instance', 'create', 'other', `--port=${await site.freePort()}`, '--state=stopped'])
    const { stderr } = await site.run(['pgconf', 'show'], { expectExit: 2 })
    expect(stderr).to.contain("Error: several instances found; option '-i' / '--instance' is required.")
    const { stdout } = await site.ok(['pgconf', '-i', 'other', 'show', 'cluster_name'])
    expect(stdout).to.equal("cluster_name = 'other'\n")
  })
})
