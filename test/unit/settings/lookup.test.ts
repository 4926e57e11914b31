import { expect } from 'chai'
import { FILE, failure, faults, load } from './support.js'

const XDG = '/home/alice/.config/pglift/settings.yaml'

describe('settings file', () => {
  const tree = {
    '/site': null,
    '/site/settings.yaml': 'prefix: /a',
    [XDG]: 'prefix: /b',
    [FILE]: 'prefix: /c',
  }
  const prefix = async (env: Record<string, string>, files: Record<string, string | null> = tree) =>
    (await load({ env, tree: files })).settings.prefix

  it('is looked for in the directory of PGLIFT_CONFIG_DIR, of the user, of the system', async () => {
    expect(await prefix({ PGLIFT_CONFIG_DIR: '/site' })).to.equal('/a')
    expect(await prefix({})).to.equal('/b')
    expect(await prefix({ XDG_CONFIG_HOME: '/elsewhere' })).to.equal('/c')
    expect(
      await prefix({ XDG_CONFIG_HOME: '/x' }, { ...tree, '/x/pglift/settings.yaml': 'prefix: /x' }),
    ).to.equal('/x')
  })

  it('is nowhere else when PGLIFT_CONFIG_DIR is set', async () => {
    const empty = { ...tree, '/empty': null }
    expect(await prefix({ PGLIFT_CONFIG_DIR: '/empty' }, empty)).to.equal('/home/alice/.local/share/pglift')
    expect(await prefix({ PGLIFT_CONFIG_DIR: '/dev/null' })).to.equal('/home/alice/.local/share/pglift')
  })

  it('cannot be in a directory that does not exist', async () => {
    const error = await failure({ env: { PGLIFT_CONFIG_DIR: '/gone' } })
    expect(error.message).to.equal('/gone (set via PGLIFT_CONFIG_DIR) does not exist')
  })

  it('that cannot be read is named', async () => {
    const reader = {
      readText: () => Promise.reject(new Error('EACCES: permission denied')),
      isDirectory: async () => false,
      isFile: async () => false,
      isExecutable: async () => false,
    }
    const { loadSettings } = await import('../../../src/settings/load.js')
    const { USER } = await import('./support.js')
    const error = await loadSettings({ env: {}, sections: [], user: USER, reader }).catch((e: Error) => e)
    expect(error).to.include({ code: 'PGLIFT_SETTINGS_UNREADABLE' })
    expect((error as Error).message).to.equal(`cannot read ${XDG}: EACCES: permission denied`)
  })
})

describe('text of the settings file', () => {
  it('may be empty', async () => {
    expect((await load({ yaml: '# nothing\n' })).file).to.equal(FILE)
  })

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[i]}`).join()}]`).join('\n')}\n`
  const cases: readonly [string, string, RegExp][] = [
    ['is not a mapping', '- prefix', /expecting a mapping of settings/],
    ['is a scalar', 'hello', /expecting a mapping of settings/],
    ['has a key twice', 'prefix: /a\nprefix: /b', /Map keys must be unique at line 2, column 1$/],
    ['has a key twice, deeper', 'postgresql:\n  auth: {local: peer, local: md5}', /Map keys must be unique/],
    ['is no YAML', 'prefix: [', /at line 1, column/],
    ['has a custom tag', 'prefix: !!js/function "x"', /tag 'tag:yaml.org,2002:js\/function' is not allowed/],
    ['has a local tag', 'prefix: !env HOME', /tag '!env' is not allowed/],
    ['has binary data', 'prefix: !!binary aGk=', /is not allowed/],
    ['has two documents', 'prefix: /a\n---\nprefix: /b', /document/],
    ['has keys that are no strings', '? [a]\n: 1', /string/],
    ['expands without end', bomb, /[Aa]lias/],
    ['is too large', `prefix: /${'x'.repeat(1 << 16)}`, /file is too large/],
    ['nests too many lists', `a: ${'['.repeat(60_000)}`, /too many brackets or levels/],
    ['nests too many mappings', '{a: '.repeat(10_000), /too many brackets or levels/],
    ['nests too many items', `${'- '.repeat(10_000)}a`, /too many brackets or levels/],
    [
      'nests too many blocks',
      Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
      /too many brackets/,
    ],
  ]
  for (const [what, yaml, expected] of cases) {
    it(`is refused when it ${what}`, async () => {
      const [first = ''] = await faults({ yaml })
      expect(first).to.match(expected)
      expect(first).to.match(new RegExp(`^${FILE}: `))
      expect((await failure({ yaml })).message).to.match(/^invalid site settings: /)
    })
  }

  it('does not reach the prototype of objects', async () => {
    expect(await faults({ yaml: '__proto__: {polluted: 1}\nconstructor: 1' })).to.have.members([
      '__proto__: Extra inputs are not permitted',
      'constructor: Extra inputs are not permitted',
    ])
    expect(({} as { polluted?: number }).polluted).to.equal(undefined)
  })
})
