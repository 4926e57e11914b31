import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { killedAtNote, powerCut } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { processesBelow, type Result, signal, until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, type ListedBackup, repositoryOf, values } from './86-pgbackrest-site.js'

/** Processes of the site whose command line matches. */
const running = (site: Site, command: RegExp) =>
  processesBelow(site.directory).filter((each) => command.test(each.command))

const held = (site: Site) => join(site.directory, 'tmp/held')

/** A pgBackRest that begins no check as long as the file `held` is there. */
function heldAtChecks(site: Site): string {
  const path = join(site.directory, 'pgbackrest')
  const waits = `case "$*" in *' check') while [ -e ${held(site)} ]; do sleep 0.05; done ;; esac`
  writeFileSync(path, `#!/bin/sh\n${waits}\nexec pgbackrest "$@"\n`, { mode: 0o755 })
  return path
}

/**
 * Runs a command that has to fail because of what `attack` does as soon as a process matches. An attack that comes too
 * late, when the command has done its work, is repeated after `again`.
 */
async function failing(
  site: Site,
  args: readonly string[],
  when: RegExp,
  attack: () => unknown,
  again: () => unknown = () => undefined,
): Promise<Result> {
  for (let round = 1; ; round += 1) {
    let ended = false
    const result = site.run(['--non-interactive', ...args]).finally(() => {
      ended = true
    })
    await until(`${when} runs`, () => ended || running(site, when).length > 0)
    await attack()
    const { code, stderr } = await result
    if (code === 0 && round < 5) await again()
    else {
      expect(code, stderr).to.equal(1)
      return result
    }
  }
}

/** Kills pgBackRest, whatever it does for the site. */
const killPgbackrest = (site: Site, command: RegExp) => () => {
  for (const { pid } of running(site, command)) signal(pid, 'SIGKILL')
}

/** Kills the server of an instance, if it is there already or still. */
async function killServer(site: Site, name: string): Promise<void> {
  if (existsSync(join(site.datadir(name), 'postmaster.pid'))) await powerCut(site, name)
}

describe('pgbackrest: what is killed', () => {
  let site: Site
  const RESTORE = /pgbackrest .* restore$/
  const BACKUP = /pgbackrest .* backup$/
  const CHECK = /pgbackrest .* check$/
  const backups = () => site.json<ListedBackup[]>(['instance', 'backups', 'main'])
  /** Without logs and locks of pgBackRest, and WAL, which archived has another name each time. */
  const look = () => picture(site).filter((line) => !/ (p\/log|run|repo\/archive)\b/.test(line))

  before(async () => {
    site = await backupSite({ prepare: (made) => ({ execpath: heldAtChecks(made) }) })
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
  })

  after(() => site.destroy())

  it('the server during a backup: the instance starts again, and the backup is not listed', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    let before = (await backups()).length
    const { stderr } = await failing(
      site,
      ['instance', 'backup', 'main', '--type', 'full'],
      BACKUP,
      () => killServer(site, 'main'),
      async () => {
        await site.run(['instance', 'start', 'main'])
        before = (await backups()).length
      },
    )
    expect(stderr).to.match(/Error: pgBackRest could not back up stanza 'main': \[\d{3}\]/)
    expect(await backups()).to.have.length(before)
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2])
    await site.ok(['instance', 'backup', 'main'])
    expect(await backups()).to.have.length(before + 1)
  })

  it('pgBackRest during a restore: nothing starts of it, and the next restore is whole', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (3)')
    await site.ok(['instance', 'stop', 'main'])
    const lose = () => rmSync(site.datadir('main'), { recursive: true })
    lose()
    const restore = ['instance', 'restore', 'main']
    const { stderr } = await failing(site, restore, RESTORE, killPgbackrest(site, RESTORE), lose)
    expect(stderr).to.contain('SIGKILL')
    expect((await site.run(['instance', 'start', 'main'])).code).not.to.equal(0)
    // As one leaves them that is killed early: directories, and not yet a file.
    rmSync(site.datadir('main'), { recursive: true, force: true })
    mkdirSync(join(site.datadir('main'), 'base/1'), { recursive: true, mode: 0o700 })
    await site.ok(restore)
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('pglift, by Ctrl-C, during a restore: what is half there is told of, and not started', async () => {
    await site.ok(['instance', 'stop', 'main'])
    rmSync(site.datadir('main'), { recursive: true })
    let pid = 0
    const interrupted = site.run(['instance', 'restore', 'main'], {
      onStart: (started) => {
        pid = started
      },
    })
    await until('files are there', () => existsSync(join(site.datadir('main'), 'backup.manifest')), 60_000)
    process.kill(pid, 'SIGINT')
    const { code, stderr } = await interrupted
    expect(code, stderr).to.equal(130)
    expect(stderr).to.contain(`WARNING ${site.datadir('main')} is not whole: restore it again`)
    // pgBackRest goes through the files in an order of its own: the configuration may be there, or not.
    for (const name of ['PG_VERSION', 'postgresql.conf'])
      if (!existsSync(join(site.datadir('main'), name)))
        writeFileSync(join(site.datadir('main'), name), name === 'PG_VERSION' ? `${site.version}\n` : '')
    const started = await site.run(['instance', 'start', 'main'])
    expect(started.code).to.equal(1)
    expect(started.stderr).to.contain(
      `Error: instance ${site.version}/main is half restored: ${site.datadir('main')} is not whole\nhint: restore it again: `,
    )
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  })

  it('the server while it replays what was restored: it goes on', async () => {
    await site.psql('main', 'INSERT INTO t VALUES (4)')
    await site.ok(['instance', 'stop', 'main'])
    await site.ok(['instance', 'restore', 'main'])
    const restored = async () => {
      await site.run(['instance', 'stop', 'main'])
      await site.ok(['instance', 'restore', 'main'])
    }
    const replays = /^postgres: .*startup/
    await failing(site, ['instance', 'start', 'main'], replays, () => killServer(site, 'main'), restored)
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4])
  })

  it('pgBackRest or pglift while an instance is made of a backup: nothing is left of it', async () => {
    await site.ok(['instance', 'drop', 'main'])
    const before = look()
    const create = await creation(site, 'main')
    const drop = () => site.ok(['instance', 'drop', 'main'])
    await failing(site, create, RESTORE, killPgbackrest(site, RESTORE), drop)
    expect(look()).to.deep.equal(before)
    for (const count of [3, 9, 15]) {
      const args = ['--non-interactive', ...create]
      const { code } = await site.run(args, { wrapper: killedAtNote(count), timeoutMs: 180_000 })
      expect(code, `killed at note ${count}`).to.equal(137)
      await site.ok(['recover'])
      expect(look(), `killed at note ${count}`).to.deep.equal(before)
    }
    await site.ok(create)
    expect(await values(site, 'main')).to.deep.equal([1, 2, 3, 4])
  })

  it('pgBackRest or the server while a new instance is made: nothing is left of it', async () => {
    const before = look()
    const create = await creation(site, 'new')
    // What pgBackRest waits for in a check needs no server any more: it is held before it begins.
    const attacked = async (attack: () => unknown) => {
      writeFileSync(held(site), '')
      await failing(site, create, CHECK, async () => {
        await attack()
        rmSync(held(site))
      })
    }
    await attacked(killPgbackrest(site, CHECK))
    expect(look()).to.deep.equal(before)
    await attacked(() => killServer(site, 'new'))
    expect(look()).to.deep.equal(before)
    expect(readdirSync(join(repositoryOf(site), 'backup'))).to.deep.equal(['main'])
    await site.ok(create)
    await site.ok(['instance', 'backup', 'new'])
  })
})
