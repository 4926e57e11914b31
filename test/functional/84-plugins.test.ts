import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { buildFixture, packFiles, packFixture } from '../support/components.js'
import { processesBelow, until } from '../support/process.js'
import { Registry } from '../support/registry.js'
import { Site } from '../support/site.js'

const MARKER = '@pglift-test/marker'

const version = (wanted: string) => (json: { version: string }) => ({ ...json, version: wanted })

/** A plugin that knows nothing of pglift: a command in plain JavaScript, without a manifest. */
const greeter = (name: string, text: string, more: Record<string, string> = {}) => ({
  'package.json': JSON.stringify({
    name,
    version: '1.0.0',
    type: 'module',
    oclif: { commands: './commands', topics: { greet: { description: `Greetings of ${name}.` } } },
  }),
  'commands/greet/now.js': `export default class {
  static summary = 'Greet.'
  static run(argv) { console.log('${text}', ...argv) }
}
`,
  ...more,
})

describe('plugins', () => {
  let registry: Registry
  let site: Site
  let tarballs: string
  let folder: string
  const env = () => ({ PGLIFT_NPM_REGISTRY: registry.url })
  const pglift = (...args: string[]) => site.run(args, { env: env() })
  const succeeds = (...args: string[]) => site.run(args, { env: env(), expectExit: 0 })
  const installed = async () =>
    (await site.json<{ package: string; version: string }[]>(['components'])).map(
      ({ package: name, version }) => `${name}@${version}`,
    )

  before(async () => {
    registry = await Registry.start()
    site = new Site()
    tarballs = join(site.directory, 'tarballs')
    folder = join(site.home, '.local/share/pglift-plugins')
    mkdirSync(tarballs)
    for (const wanted of ['1.0.0', '1.1.0'])
      registry.publish(await packFixture('marker', tarballs, version(wanted)))
    registry.publish(await packFixture('marker', tarballs, version('1.2.0-rc.1')), 'rc')
  })

  after(async () => {
    await site?.destroy()
    await registry?.stop()
  })

  describe('that are components', () => {
    it('are installed in a version, by a tag, or from a file', async () => {
      const { stderr } = await succeeds('plugins', 'install', `${MARKER}@1.0.0`)
      expect(stderr).to.contain(`${MARKER}@1.0.0 is installed`)
      expect(stderr).to.contain(`to enable component 'marker', add a section 'marker:' to `)
      expect(await installed()).to.deep.equal([`${MARKER}@1.0.0`])
      await succeeds('plugins', 'install', `${MARKER}@rc`)
      expect(await installed()).to.deep.equal([`${MARKER}@1.2.0-rc.1`])
      await succeeds('plugins', 'install', `file:${tarballs}/pglift-test-marker-1.1.0.tgz`)
      expect(await installed()).to.deep.equal([`${MARKER}@1.1.0`])
    })

    it('are inspected by any of their names', async () => {
      for (const name of ['marker', MARKER]) {
        const [found] = JSON.parse((await succeeds('plugins', 'inspect', name, '-o', 'json')).stdout)
        expect(found).to.include({ package: MARKER, version: '1.1.0', linked: false })
        expect(found.component).to.include({ name: 'marker', api: 1, section: 'marker', enabled: false })
        expect(found.commands).to.deep.equal(['marker path', 'marker show'])
      }
      expect((await succeeds('plugins', 'inspect', 'marker')).stdout).to.contain(
        "status     component 'marker'",
      )
      const { stderr, code } = await pglift('plugins', 'inspect', 'pgbackrest')
      expect(stderr).to.equal(
        "Error: plugin 'pgbackrest' is not installed\nhint: 'pglift plugins' lists those that are\n",
      )
      expect(code).to.equal(1)
    })

    it('are not looked for elsewhere when a file is named that is none', async () => {
      const missing = await pglift('plugins', 'install', './nothing.tgz')
      expect(missing.stderr).to.equal(`Error: ${join(site.directory, 'nothing.tgz')}: no such file\n`)
      const directory = await pglift('plugins', 'install', 'tarballs')
      expect(directory.stderr).to.contain('tarballs is a directory\nhint: ')
    })

    it('stay as they are when an update brings one for another pglift', async () => {
      await succeeds('plugins', 'install', MARKER)
      const edit = (json: object) => ({
        ...json,
        version: '2.0.0',
        pglift: { component: 'marker', api: 2, section: 'marker' },
      })
      registry.publish(await packFixture('marker', tarballs, edit as never))
      const { stderr, code } = await pglift('plugins', 'update')
      expect(stderr).to.contain(`Error: ${MARKER}@2.0.0 needs component API 2, this pglift has 1`)
      expect(stderr).to.contain('hint: update pglift; what was installed is as it was')
      expect(code).to.equal(1)
      expect(await installed()).to.deep.equal([`${MARKER}@1.1.0`])
    })

    it('stay as they are when the registry does not answer, or gives something else', async () => {
      const once = { ...env(), npm_config_fetch_retries: '0' }
      const nowhere = { ...once, PGLIFT_NPM_REGISTRY: 'http://127.0.0.1:9' }
      const update = await site.run(['plugins', 'update'], { env: nowhere })
      expect(update.stderr).to.contain(`Error: cannot get ${MARKER}@latest from the registry (ECONNREFUSED)`)
      registry.publish(await packFixture('marker', tarballs, version('1.1.1')), 'spoilt', (body) =>
        body.subarray(100),
      )
      const spoilt = await site.run(['plugins', 'install', `${MARKER}@spoilt`], { env: once })
      expect(spoilt.stderr).to.match(
        /Error: npm failed \(status \d+\)\nhint: '--verbose' shows what it says; what was/,
      )
      for (const { code } of [update, spoilt]) expect(code).to.equal(1)
      expect(await installed()).to.deep.equal([`${MARKER}@1.1.0`])
    })
  })

  describe('when the command that installs them is killed', () => {
    /** Begins an installation and leaves it while the registry keeps the package back. */
    async function interrupted(spec: string) {
      const held = registry.hold()
      let pid = 0
      const ended = site.run(['plugins', 'install', spec], {
        env: env(),
        onStart: (started) => (pid = started),
      })
      await held.asked
      return { held, ended, kill: () => process.kill(pid, 'SIGKILL') }
    }
    /** A version that npm has not got in its cache yet. */
    async function unseen(wanted: string): Promise<string> {
      registry.publish(await packFixture('marker', tarballs, version(wanted)), 'other')
      return `${MARKER}@${wanted}`
    }
    const npmGone = () =>
      until(
        'npm has ended',
        () => processesBelow(folder).every(({ command }) => !command.includes('npm')),
        30_000,
      )

    beforeEach(async () => {
      await succeeds('plugins', 'install', `${MARKER}@1.1.0`)
    })

    it('another one waits its turn, and other commands do not mind', async () => {
      const { held, ended } = await interrupted(await unseen('1.2.1'))
      const second = await pglift('plugins', 'uninstall', 'marker')
      expect(second.stderr).to.match(/Error: another operation is in progress \(pid \d+: plugins install\)/)
      expect(await installed()).to.deep.equal([`${MARKER}@1.1.0`])
      held.release()
      expect((await ended).code).to.equal(0)
      expect(await installed()).to.deep.equal([`${MARKER}@1.2.1`])
    })

    it('are as they were, for the next command of any kind', async () => {
      const { held, ended, kill } = await interrupted(await unseen('1.3.0'))
      kill()
      await ended
      held.release()
      await npmGone()
      rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
      const { stdout, stderr } = await succeeds('components')
      expect(stdout).to.contain('1.1.0')
      expect(stderr).to.contain('WARNING a command on plugins was interrupted')
      expect(readdirSync(folder).filter((name) => name.startsWith('.before'))).to.deep.equal([])
      expect((await succeeds('components')).stderr).to.equal('')
    })

    it('are as they were, for the next command on plugins, once npm has ended', async () => {
      const { held, ended, kill } = await interrupted(await unseen('1.4.0'))
      kill()
      await ended
      const next = succeeds('plugins', 'install', `${MARKER}@1.0.0`)
      held.release()
      await next
      expect(await installed()).to.deep.equal([`${MARKER}@1.0.0`])
      expect(existsSync(join(folder, '.before'))).to.equal(false)
    })
  })

  describe('that are written here', () => {
    let source: string

    before(async () => {
      await succeeds('plugins', 'reset')
      source = await buildFixture('marker', join(site.directory, 'tarballs'))
      rmSync(join(source, 'oclif.manifest.json'), { force: true })
    })

    it('are linked without a manifest, and work with the values of the host', async () => {
      await site.ok(['site-configure', 'install'])
      const { stderr } = await site.run(['plugins', 'link'], { cwd: source, expectExit: 0 })
      expect(stderr).to.contain(`${MARKER}@1.0.0 is linked from ${source}`)
      expect(existsSync(join(source, 'oclif.manifest.json'))).to.equal(false)
      site.config('settings.yaml', { ...site.settings, marker: {} })
      const [found] = JSON.parse((await succeeds('plugins', 'inspect', source, '-o', 'json')).stdout)
      expect(found).to.include({ linked: true, location: source })
      const shown = await pglift('marker', 'show', 'nothing')
      expect(shown.stderr).to.contain("Error: Invalid value for '[INSTANCE]'")
      expect(shown.code).to.equal(2)
    })

    it('are unlinked, and their folder stays', async () => {
      const used = await pglift('plugins', 'unlink', source)
      expect(used.stderr).to.contain("component 'marker' is enabled by section 'marker'")
      site.config('settings.yaml', site.settings)
      await succeeds('plugins', 'unlink', source)
      expect(await installed()).to.deep.equal([])
      expect(existsSync(join(source, 'dist/register.js'))).to.equal(true)
    })

    it('do no harm to other commands, whatever their own do when they are loaded', async () => {
      const noisy = join(site.directory, 'noisy')
      const files = greeter('noisy', 'x', {
        'commands/noise.js': "console.log('noise'); export default class { static run() {} }\n",
      })
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(noisy, path)), { recursive: true })
        writeFileSync(join(noisy, path), text)
      }
      await succeeds('plugins', 'link', noisy)
      const list = await succeeds('instance', 'list', '-o', 'json')
      expect(list).to.include({ stdout: '[]\n', stderr: 'noise\n' })
      expect((await succeeds('--version')).stdout).to.match(/^pglift version /)
      writeFileSync(join(noisy, 'commands/noise.js'), 'process.exit(0)\n')
      expect((await succeeds('instance', 'list', '-o', 'json')).stdout).to.equal('[]\n')
      expect((await succeeds('--help')).stdout).to.contain('instance')
      await succeeds('plugins', 'unlink', 'noisy')
      const again = await pglift('plugins', 'link', noisy)
      expect(again.stderr)
        .to.contain("plugin 'noisy' has a command that can't be loaded")
        .and.to.contain('end the program')
      expect(again.code).to.equal(1)
    })

    it('are not linked from a folder that holds none', async () => {
      const { stderr, code } = await pglift('plugins', 'link', site.home)
      expect(stderr).to.contain(`Error: ${site.home} has no package.json`)
      expect(code).to.equal(1)
    })
  })

  describe('that are no components', () => {
    it('are installed and used, and cost nothing at start when they bring no manifest', async () => {
      await succeeds('plugins', 'install', packFiles(tarballs, greeter('greeter-a', 'hello')))
      expect((await succeeds('greet', 'now', 'you')).stdout).to.equal('hello you\n')
      expect((await succeeds('--help')).stdout).to.match(/greet +Greetings of greeter-a/)
      expect(await installed()).to.deep.equal([])
      expect(existsSync(join(folder, 'node_modules/greeter-a/oclif.manifest.json'))).to.equal(true)
    })

    it('are told about when two have the same command, and always the same one wins', async () => {
      const { stderr } = await succeeds(
        'plugins',
        'install',
        packFiles(tarballs, greeter('greeter-b', 'good day')),
      )
      const warning = "command 'greet now' is in greeter-a and greeter-b: it is that of greeter-a"
      expect(stderr).to.contain(warning)
      const used = await succeeds('greet', 'now')
      expect(used).to.include({ stdout: 'hello\n', stderr: `WARNING ${warning}\n` })
      expect((await succeeds('instance', '--help')).stderr).to.equal('')
    })

    it("never replace the host's commands, nor what is said of them", async () => {
      const more = {
        'commands/instance/list.js': "export default class { static run() { console.log('mine') } }\n",
      }
      const files = greeter('greeter-c', 'hi', more)
      const json = JSON.parse(files['package.json'])
      json.oclif.topics = { instance: { description: 'Mine.', hidden: true } }
      const { stderr } = await succeeds(
        ...['plugins', 'install'],
        packFiles(tarballs, { ...files, 'package.json': JSON.stringify(json) }),
      )
      expect(stderr).to.contain("command 'instance list' is in pglift and greeter-c: it is pglift's own")
      expect(await site.json(['instance', 'list'])).to.deep.equal([])
      expect((await succeeds('--help')).stdout).to.match(/instance +Manage instances/)
    })

    it('that can not be loaded are not installed', async () => {
      const broken = greeter('greeter-d', 'x', { 'commands/bad.js': 'throw new Error("no way")\n' })
      const { stderr, code } = await pglift('plugins', 'install', packFiles(tarballs, broken))
      expect(stderr)
        .to.contain("plugin 'greeter-d' has a command that can't be loaded")
        .and.to.contain('no way')
      expect(code).to.equal(1)
      expect((await pglift('plugins', 'inspect', 'greeter-d')).code).to.equal(1)
      expect((await succeeds('greet', 'now')).stdout).to.equal('hello\n')
    })
  })

  describe('of the whole site', () => {
    it('lie in a folder that its users only read', async () => {
      const shared = join(site.directory, 'shared-plugins')
      mkdirSync(shared)
      const everybody = { ...env(), PGLIFT_DATA_DIR: shared }
      await site.run(['plugins', 'install', `${MARKER}@1.0.0`], { env: everybody, expectExit: 0 })
      chmodSync(shared, 0o555)
      const list = await site.json<{ package: string }[]>(['components'], { env: everybody })
      expect(list.map(({ package: name }) => name)).to.deep.equal([MARKER])
      const { stderr, code } = await site.run(['plugins', 'uninstall', 'marker'], { env: everybody })
      expect(stderr).to.contain(`Error: ${shared} can't be written\nhint: its owner installs plugins there`)
      expect(code).to.equal(1)
      chmodSync(shared, 0o755)
    })

    it('are not loaded by root, whose code they could be', async () => {
      const asRoot = { NODE_OPTIONS: '--import=data:text/javascript,process.getuid=()=>0' }
      const help = await site.run(['--help'], { env: asRoot, expectExit: 0 })
      expect(help.stdout).not.to.contain('greet')
      const used = await site.run(['greet', 'now'], { env: asRoot })
      expect(used).to.include({ stdout: '', stderr: 'Error: pglift cannot be used as root\n', code: 1 })
    })
  })
})
