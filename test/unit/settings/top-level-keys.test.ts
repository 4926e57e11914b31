import { expect } from 'chai'
import { plainTopLevelKeys } from '../../../src/settings/top-level-keys.js'
import { parseSettings } from '../../../src/settings/yaml.js'

const KEYS = ['a', 'b', 'c']

function parsedKeys(text: string): string[] {
  const parsed = parseSettings(text)
  const values: Record<string, unknown> = 'values' in parsed ? { ...parsed.values } : {}
  return KEYS.filter((key) => (values[key] ?? null) !== null)
}

describe('top-level keys', () => {
  for (const text of [
    '',
    'a: 1\n',
    'a:\n  x: 1\nb: null\nc: ~\n',
    'a: # nothing\nb: {} # something\n',
    'a:\n# comment\n\n  x: 1\n',
    'a:\nb:\n- 1\n',
    'x:\n  a: 1\n  b: 2\n',
    '---\na: "x: y"\nb: |\n  c: 1\n',
    "a: 'null'\nb: NULL\n",
    'a:x\n',
    'a : 1\n',
    'abc: 1\naa: 2\n',
    'x: {\n  a: 1\n  }\n',
  ])
    it(`are found without parsing, as by parsing: ${JSON.stringify(text)}`, () => {
      expect([...(plainTopLevelKeys(text, KEYS) ?? [])].sort()).to.deep.equal(parsedKeys(text))
    })

  for (const text of [
    '{a: 1}',
    '"a": 1',
    '? a\n: 1',
    'x: &y {a: 1}\n<<: *y\n',
    '%YAML 1.2\n---\na: 1',
    'b: *x',
  ])
    it(`are left to the parser: ${JSON.stringify(text)}`, () => {
      expect(plainTopLevelKeys(text, KEYS)).to.equal(undefined)
    })
})
