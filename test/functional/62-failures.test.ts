import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { diskFullAtNote, fileSizeLimit } from '../support/crash.js'
import { picture } from '../support/picture.js'
import { processesBelow, type Result, signal, until } from '../support/process.js'
import { Site } from '../support/site.js'

/** Node takes no notice of `trap ''`: a write over the limit ends pglift in the midst of it. */
const SIGXFSZ = 128 + constants.signals.SIGXFSZ

describe('a failure in the midst of things', () => {
  let site: Site
  let port: string

  beforeEach(async () => {
    site = await Site.installed()
    port = String(await site.freePort())
  })

  afterEach(() => site.destroy())

  const create = () => ['--non-interactive', 'instance', 'create', 'main', '--port', port]
  const nothingLeft = async (before: string[], { stderr }: Result, what: string) => {
    const { stderr: recovered } = await site.ok(['recover'])
    expect(picture(site), `${what}\n${stderr}${recovered}`).to.deep.equal(before)
  }

  /** Kills the first process below the site whose command matches, as soon as `when`. */
  const killing = async (pattern: RegExp, when: () => boolean = () => true) => {
    await until(`a process ${pattern}`, () => {
      const found = processesBelow(site.directory).find(({ command }) => pattern.test(command))
      if (found === undefined || !when()) return false
      signal(found.pid, 'SIGKILL')
      return true
    })
  }

  it('initdb killed: the creation fails, names it and leaves nothing', async () => {
    const before = picture(site)
    const [result] = await Promise.all([site.run(create(), { expectExit: 1 }), killing(/bin\/initdb/)])
    expect(result.stderr).to.match(/Error: Command '\['[^']*initdb'.* was killed by SIGKILL/)
    expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
    await nothingLeft(before, result, 'initdb killed')
  })

  it('the server killed while it starts: the same', async () => {
    // Nobody reads it: the server waits when it opens the file, which it does when it is nearly there.
    const held = join(site.directory, 'held')
    execFileSync('mkfifo', [held])
    const conf = readFileSync(join(site.configDirectory, 'postgresql/postgresql.conf'), 'utf8')
    site.config('postgresql/postgresql.conf', `${conf}external_pid_file = '${held}'\n`)
    const before = picture(site)
    const server = /^\S*bin\/postgres -D/
    const [result] = await Promise.all([site.run(create(), { expectExit: 1 }), killing(server)])
    expect(result.stderr).to.match(/Error: .*could not be started/)
    await nothingLeft(before, result, 'server killed')
  })

  it('a server that can not start: the same, with its words', async () => {
    const before = picture(site)
    site.config('postgresql/postgresql.conf', 'shared_buffers = 1000TB\n')
    const result = await site.run(create(), { expectExit: 1 })
    expect(result.stderr).to.match(/shared_buffers/)
    await nothingLeft(before, result, 'bad setting')
  })

  it('pglift killed at any moment of a creation leaves, recovered, nothing or a whole instance', async () => {
    await site.ok(create())
    await site.ok(['instance', 'drop', 'main'])
    const before = picture(site)
    const started = Date.now()
    await site.ok(create())
    const whole = Date.now() - started
    const after = picture(site)
    await site.ok(['instance', 'drop', 'main'])
    for (let round = 0; round < 12; round += 1) {
      const delay = Math.round((whole * (round + 1)) / 13)
      const kill = async (pid: number) => {
        await sleep(delay)
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // it was faster
        }
      }
      let killed: Promise<void> = Promise.resolve()
      const onStart = (pid: number) => {
        killed = kill(pid)
      }
      await site.run(create(), { onStart })
      await killed
      const { stderr } = await site.ok(['recover'])
      const now = picture(site)
      const wanted = now.length > before.length ? after : before
      expect(now, `killed after ${delay} ms\n${stderr}`).to.deep.equal(wanted)
      if (wanted === after) await site.ok(['instance', 'drop', 'main'])
    }
  })

  it('SIGTERM in the midst of a creation undoes it', async () => {
    await site.ok(create())
    await site.ok(['instance', 'drop', 'main'])
    const before = picture(site)
    const initialises = () => processesBelow(site.directory).some(({ command }) => /initdb/.test(command))
    let result: Result | undefined
    // initdb may be over before anybody has looked.
    for (let round = 0; round < 5 && (result?.code ?? 0) === 0; round += 1) {
      if (result !== undefined) await site.ok(['instance', 'drop', 'main'])
      let [pid, ended] = [0, false]
      const running = site
        .run(create(), {
          onStart(started) {
            pid = started
          },
        })
        .finally(() => {
          ended = true
        })
      await until('initdb runs', () => ended || initialises())
      if (!ended) signal(pid, 'SIGTERM')
      result = await running
    }
    expect(result?.code).to.equal(143)
    expect(result?.stderr).to.contain('Aborted!')
    expect(picture(site)).to.deep.equal(before)
  })

  it('a disk that is full at any note of the journal', async () => {
    const before = picture(site)
    for (let count = 1; ; count += 2) {
      const result = await site.run(create(), { wrapper: diskFullAtNote(count) })
      if (result.code === 0) break
      expect(result.code, result.stderr).to.be.oneOf([1, 70])
      expect(result.stderr).to.match(/ENOSPC|no space/i)
      await nothingLeft(before, result, `full at note ${count}`)
    }
    await site.ok(['instance', 'drop', 'main'])
  })

  it('files that can not grow, from the first lines of the journal to the first segment of WAL', async () => {
    const before = picture(site)
    for (const blocks of [1, 2, 4, 8, 16, 64, 256, 4096]) {
      const result = await site.run(create(), { wrapper: fileSizeLimit(blocks) })
      expect(result.code, `${blocks} blocks: ${result.stderr}`).to.be.oneOf([1, 70, SIGXFSZ])
      await nothingLeft(before, result, `${blocks} blocks`)
    }
  })

  it('a configuration file that can not be written stays as it was', async () => {
    await site.ok(create())
    const file = join(site.datadir('main'), 'postgresql.conf')
    const former = readFileSync(file, 'utf8')
    for (const blocks of [4, 8, 32]) {
      const result = await site.run(['pgconf', 'set', 'work_mem=9MB'], { wrapper: fileSizeLimit(blocks) })
      expect(result.code, result.stderr).to.not.equal(0)
      await site.ok(['recover'])
      expect(readFileSync(file, 'utf8')).to.equal(former)
    }
    const leftovers = readdirSync(site.datadir('main')).filter((name) =>
      /pglift|\.postgresql\.conf\.\d/.test(name),
    )
    expect(leftovers).to.deep.equal([])
  })

  it('a configuration file is written beside, synced, renamed, and its directory synced', async () => {
    await site.ok(create())
    const trace = join(site.directory, 'trace')
    const wrapper = ['strace', '-f', '-qq', '-y', '-o', trace, '-e', 'trace=openat,fsync,rename,renameat2']
    await site.run(['pgconf', 'set', 'work_mem=9MB'], { wrapper, expectExit: 0 })
    const datadir = site.datadir('main')
    const calls = readFileSync(trace, 'utf8').split('\n')
    const at = (pattern: RegExp, from: number) => {
      const found = calls.findIndex((call, index) => index >= from && pattern.test(call))
      expect(found, `${pattern} after call ${from}`).to.be.at.least(0)
      return found
    }
    const temporary = '\\.postgresql\\.conf\\.\\d+-\\w+'
    const opened = at(new RegExp(`openat\\(.*${temporary}", .*O_EXCL.*, 0600`), 0)
    const synced = at(new RegExp(`fsync\\(.*${temporary}>`), opened)
    const renamed = at(new RegExp(`rename\\w*\\(.*${temporary}".*/postgresql\\.conf"`), synced)
    at(new RegExp(`fsync\\(\\d+<${datadir}>`), renamed)
  })
})
