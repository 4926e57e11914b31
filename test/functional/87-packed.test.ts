import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { packFixture, packHostAndSdk } from '../support/components.js'
import { writeGuide } from '../support/guide.js'
import { ROOT } from '../support/places.js'
import { type Result, runProgram } from '../support/process.js'
import { Site } from '../support/site.js'

const NPM = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts']

const CONTRACT_TEST = `import { componentContract } from '@pglift/sdk/testing'

componentContract({
  root: new URL('../..', import.meta.url).pathname,
  register: () => import('../src/register.js'),
  section: { directory: 'DIRECTORY/markers' },
  fields: { marker: { text: 'prod' } },
})
`

const TSCONFIG = {
  compilerOptions: {
    ...{ target: 'es2023', module: 'nodenext', strict: true, types: ['node', 'mocha'] },
    ...{ verbatimModuleSyntax: true, rootDir: '.', outDir: 'build' },
  },
  include: ['src', 'test'],
}

describe('packed', () => {
  let site: Site
  let tarballs: string
  const run = (argv: readonly string[], cwd = site.directory): Promise<Result> =>
    runProgram(argv, { env: { ...site.env }, cwd, timeoutMs: 180_000 })
  const tarball = (start: RegExp) =>
    join(tarballs, readdirSync(tarballs).find((name) => start.test(name)) as string)

  before(async () => {
    site = new Site()
    tarballs = join(site.directory, 'tarballs')
    mkdirSync(tarballs)
    await packHostAndSdk(tarballs)
  })

  after(() => site?.destroy())

  it('the host is one package, installed and given components without a registry', async () => {
    const prefix = join(site.directory, 'prefix')
    const { code, stderr } = await run(['npm', ...NPM, '-g', '--prefix', prefix, tarball(/^pglift-\d/)])
    expect(code, stderr).to.equal(0)
    const pglift = join(prefix, 'bin/pglift')
    const marker = await packFixture('marker', tarballs)
    const installed = await run([pglift, 'plugins', 'install', marker])
    expect(installed.code, installed.stderr).to.equal(0)
    const { stdout } = await run([pglift, 'components', '-o', 'json'])
    expect(JSON.parse(stdout)[0]).to.include({ component: 'marker', status: 'disabled' })
    const plugins = join(site.home, '.local/share/pglift-plugins/node_modules')
    expect(readdirSync(plugins).filter((name) => !name.startsWith('.'))).to.deep.equal(['@pglift-test'])
  })

  it('the SDK is all that it takes to write a component, and to hold it against the contract', async () => {
    const folder = join(site.directory, 'stranger')
    cpSync(join(ROOT, 'test/fixtures/components/marker'), folder, { recursive: true })
    mkdirSync(join(folder, 'test'))
    writeFileSync(join(folder, 'test/contract.test.ts'), CONTRACT_TEST)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    const { code, stderr } = await run(['npm', ...NPM, '--no-save', tarball(/^pglift-sdk-/)], folder)
    expect(code, stderr).to.equal(0)
    for (const name of ['@types/node', '@types/mocha', 'undici-types'])
      cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true })
    expect(existsSync(join(folder, 'node_modules/@oclif'))).to.equal(false)
    const compiled = await run([process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc')], folder)
    expect(compiled.code, compiled.stdout).to.equal(0)
    const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js')
    const tested = await run([process.execPath, mocha, 'build/test/contract.test.js'], folder)
    expect(tested.code, tested.stdout).to.equal(0)
    expect(tested.stdout)
      .to.match(/ ([7-9]|\d\d) passing/)
      .and.not.contain('pending')
  })

  it('what docs/components.md says is true', async () => {
    const folder = join(site.directory, 'stranger/guide')
    const bundle = writeGuide(folder)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js')
    for (const argv of [
      [process.execPath, tsc],
      bundle,
      [process.execPath, mocha, 'build/test/contract.test.js'],
    ]) {
      const { code, stdout, stderr } = await run(argv, folder)
      expect(code, stdout + stderr).to.equal(0)
    }
    site.config('settings.yaml', { ...site.settings, hello: {} })
    await site.run(['plugins', 'link', folder], { expectExit: 0 })
    await site.ok(['site-configure', 'install'])
    const create = [
      'instance',
      'create',
      'app',
      `--port=${await site.freePort()}`,
      '--hello-text=Good morning',
    ]
    expect((await site.ok(create)).stderr).to.contain('writing a greeting')
    const shown = await site.json<object>(['hello', '-i', 'app', 'show'])
    expect(shown).to.deep.equal({ instance: `${site.version}/app`, text: 'Good morning' })
    await site.ok(['instance', 'alter', 'app', '--hello-text=Good night'])
    expect(await site.json(['instance', 'get', 'app'])).to.deep.include({ hello: { text: 'Good night' } })
    await site.ok(['instance', 'drop', 'app'])
  })
})
