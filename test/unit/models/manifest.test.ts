import { expect } from 'chai'
import { parseManifest } from '../../../src/models/manifest.js'

async function failure(content: string | Uint8Array): Promise<string> {
  try {
    return `no error: ${JSON.stringify(parseManifest(content))}`
  } catch (error) {
    expect((error as { code?: string }).code).to.equal('PGLIFT_MANIFEST_YAML')
    return (error as Error).message
  }
}

describe('models/manifest', () => {
  it('reads YAML and JSON', async () => {
    expect(parseManifest('name: a\nsettings:\n  fsync: off\n')).to.deep.equal({
      name: 'a',
      settings: { fsync: 'off' },
    })
    expect(parseManifest('{"name": "a",\n\t"port": 1}')).to.deep.equal({ name: 'a', port: 1 })
    expect(parseManifest('---\nname: a\n...\n')).to.deep.equal({ name: 'a' })
    expect(parseManifest(Buffer.from('\ufeffname: é\n'))).to.deep.equal({ name: 'é' })
  })

  it('reads anchors and merge keys', async () => {
    const text = 'name: a\nbase: &b {login: true}\nroles:\n- {<<: *b, name: x}\n- {<<: *b, name: y}\n'
    const manifest = parseManifest(text)
    expect(manifest.roles).to.deep.equal([
      { login: true, name: 'x' },
      { login: true, name: 'y' },
    ])
  })

  const wrong: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['nothing', '', /expecting an object, got nothing/],
    ['a comment', '# x\n', /expecting an object, got n/],
    ['null', 'null', /expecting an object, got null/],
    ['a list', '- name: a', /expecting an object, got a list/],
    ['a text', 'hello', /expecting an object, got a string/],
    ['a number', '42', /expecting an object, got a number/],
    ['no name', 'port: 1', /missing required 'name' field/],
    ['a syntax error', 'name: [a\n', /at line \d/],
    ['a tab', 'name:\n\t- a', /./],
    ['a duplicate key', 'name: a\nname: b', /duplicate key/],
    ['a duplicate key by another spelling', 'name: a\n"name": b', /duplicate key 'name' at line 2, column 1/],
    ['a nested duplicate key', 'name: a\nx: {b: 1, b: 2}', /duplicate key/],
    ['a duplicate key in JSON', '{"name": "a", "name": "b"}', /duplicate key/],
    ['a Python tag', 'name: !!python/object/apply:os.system ["id"]', /tag/i],
    ['a local tag', 'name: !vault x', /tag/i],
    ['a binary', 'name: !!binary aGVsbG8=', /tag/i],
    ['two documents', 'name: a\n---\nname: b\n', /expecting a single document, got 2/],
    ['an unknown alias', 'name: *x', /alias/i],
    ['a complex key', 'name: a\n? [x, y]\n: 1', /keys must be/i],
    ['a set', 'name: !!set {a}', /tag/i],
    ['a timestamp', 'name: !!timestamp 2026-01-01', /tag/i],
    ['not UTF-8', Buffer.from([0x6e, 0xff, 0xfe]), /not UTF-8/],
    ['too much', `name: a\nx: ${'y'.repeat(1024 * 1024)}`, /limit is 1048576/],
    ['deep nesting', `name: ${'['.repeat(100)}${']'.repeat(100)}`, /nested too deeply/],
    ['absurd nesting', `name: ${'['.repeat(100_000)}`, /invalid YAML/],
    ['absurd nesting of lists', `${'- '.repeat(300_000)}a`, /nested too deeply/],
    ['absurd nesting of keys', '? '.repeat(300_000), /nested too deeply/],
    ['a cycle', 'name: &a [*a]', /invalid YAML/],
  ]
  for (const [what, content, expected] of wrong) {
    it(`refuses ${what}`, async () => {
      const message = await failure(content)
      expect(message).to.match(/^invalid YAML: /)
      expect(message).to.match(expected)
    })
  }

  it('does not repeat a password that YAML misreads', async () => {
    const values = [
      '*hunter2',
      '!hunter2',
      '&hunter2',
      '%hunter2',
      '@hunter2',
      '`hunter2',
      '[hunter2',
      '{hunter2',
      '"hunter2',
      "'hunter2",
    ]
    for (const value of [
      ...values,
      '|hunter2',
      '>hunter2',
      '!<hunter2',
      '!hunter2! x',
      'a: hunter2',
      '"a" hunter2',
      '? hunter2',
    ]) {
      const message = await failure(`name: a\npassword: ${value}\n`)
      if (!message.startsWith('no error')) expect(message, value).not.to.include('hunter2')
    }
  })

  it('refuses an alias bomb at once', async () => {
    const levels = 'abcdefghi'.split('')
    const lines = levels.map((key, index) => {
      const item = index === 0 ? 'lol' : `*${levels[index - 1]}`
      return `${key}: &${key} [${Array(9).fill(item).join(',')}]`
    })
    expect(await failure(['name: x', ...lines].join('\n'))).to.match(/alias|too many/i)
    const wide = `name: x\na: &a [${Array(50_000).fill('x').join(',')}]\nb: [${Array(90).fill('*a').join(',')}]`
    expect(await failure(wide)).to.match(/too many values/)
  })

  it('reads a map of 20,000 keys', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `  k${index}: x`)
    const manifest = parseManifest(['name: a', 'settings:', ...keys].join('\n'))
    expect(Object.keys(manifest.settings as object)).to.have.length(20_000)
  })

  it('keeps __proto__ a plain key', async () => {
    const manifest = parseManifest('name: a\n__proto__: {port: 1}\n')
    expect(Object.keys(manifest)).to.include('__proto__')
    expect((manifest as { port?: unknown }).port).to.equal(undefined)
  })
})
