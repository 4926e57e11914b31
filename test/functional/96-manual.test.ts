import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { ROOT } from '../support/places.js'
import { runProgram } from '../support/process.js'

type Roff = Record<'page' | 'title' | 'section' | 'paragraph' | 'verbatim', (...args: unknown[]) => string>

interface ManifestCommand {
  readonly aliases: readonly string[]
  readonly flags: Readonly<Record<string, { readonly hidden?: boolean }>>
}

const load = (path: string) => import(pathToFileURL(join(ROOT, path)).href)

/** Commands of the host and of all components, by id. */
async function allCommands(): Promise<[string, ManifestCommand][]> {
  const [{ freshManifest }, { lendRuntime }, { pluginPackages }] = await Promise.all([
    load('scripts/fresh-manifest.mjs'),
    load('scripts/lend-runtime.mjs'),
    load('scripts/bundle-plugins.mjs'),
  ])
  await lendRuntime()
  const packages = pluginPackages() as { folder: string; json: { pglift?: object } }[]
  const folders = packages.filter(({ json }) => json.pglift !== undefined).map(({ folder }) => folder)
  const manifests = await Promise.all(['.', ...folders].map((folder) => freshManifest(join(ROOT, folder))))
  return manifests
    .flatMap((text) => Object.entries(JSON.parse(text).commands as Record<string, ManifestCommand>))
    .filter(([id]) => id !== 'complete')
}

describe('manual pages', () => {
  let folder: string
  let pages: string[]
  const run = (argv: readonly string[]) =>
    runProgram(argv, { env: { PATH: process.env.PATH, LANG: 'C.UTF-8', MANWIDTH: '80' }, timeoutMs: 180_000 })
  const man = (...paths: readonly string[]) =>
    run(['man', '--warnings', '--encoding=UTF-8', '--local-file', ...paths])

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'man-'))
    const { code, stderr } = await run([process.execPath, join(ROOT, 'scripts/man.mjs'), folder])
    expect(code, stderr).to.equal(0)
    pages = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  })

  after(() => rmSync(folder, { recursive: true, force: true }))

  it('there is one for every command, with all of its options, and for settings and manifests', async () => {
    const wanted = (await allCommands()).map(([id, { flags }]) => {
      const options = Object.entries(flags).filter(([, { hidden }]) => !hidden)
      return { name: ['pglift', ...id.split(':')].join('-'), options: options.map(([name]) => name) }
    })
    expect(wanted).to.have.length.above(70)
    for (const { name, options } of wanted) {
      const text = readFileSync(join(folder, `man1/${name}.1`), 'utf8').replaceAll('\\', '')
      for (const option of options) expect(text, name).to.contain(`--${option}`)
    }
    for (const name of [
      'man1/pglift.1',
      'man1/pglift-wal.1',
      'man5/pglift-settings.5',
      'man5/pglift-manifest.5',
    ])
      expect(pages).to.include(join(folder, name))
    for (const component of ['patroni', 'pgbackrest', 'postgres-exporter', 'powa', 'systemd'])
      expect(pages).to.include(join(folder, `man7/pglift-${component}.7`))
  })

  it('groff and mandoc find nothing to warn of', async () => {
    const groff = await man(...pages)
    expect([groff.code, groff.stderr]).to.deep.equal([0, ''])
    const mandoc = await run(['mandoc', '-T', 'lint', '-W', 'warning', ...pages])
    expect([mandoc.code, mandoc.stdout + mandoc.stderr]).to.deep.equal([0, ''])
  })

  it('they refer to pages that are there', () => {
    const there = new Set(pages.map((path) => path.split('/').at(-1)))
    for (const path of pages) {
      const text = readFileSync(path, 'utf8').replaceAll('\\-', '-')
      for (const [, name, number] of text.matchAll(/\\fB(pglift[\w-]*[a-z])\\fR\((\d)\)/g))
        expect(there, path).to.include(`${name}.${number}`)
    }
  })

  it('show what is written, whatever it is', async () => {
    const roff = (await load('scripts/man/roff.mjs')) as Roff
    const lines = [
      '.so /etc/passwd',
      "'br",
      '\\fBbold\\fR and \\n',
      '--option=`x` ~/.pgpass ^A',
      '"quoted" \\',
    ]
    const path = join(folder, 'hostile/hostile.7')
    mkdirSync(join(path, '..'))
    const blocks = [roff.verbatim(lines), ...lines.map((line) => roff.paragraph(line.replaceAll('`', "'")))]
    const text = roff.page(roff.title('a"b\\c', 7, '2026-01-01', '1'), roff.section('.x "y"', ...blocks))
    writeFileSync(path, text)
    const { stdout, stderr } = await man(path)
    expect(stderr).to.equal('')
    for (const line of lines) expect(stdout).to.contain(`           ${line}\n`)
    for (const line of lines) expect(stdout).to.contain(`       ${line.replaceAll('`', "'")}\n`)
    expect(stdout).to.contain('A"B\\C(7)').and.contain('\n.X "Y"\n')
  })
})
