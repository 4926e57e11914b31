import { expect } from 'chai'
import { cellText, humanSize } from '../../../../src/cli/output/cell.js'
import { jsonText } from '../../../../src/cli/output/json.js'
import { objectTable, table } from '../../../../src/cli/output/table.js'
import { Secret } from '../../../../src/models/secret.js'

const instance = {
  name: 'main',
  version: '15',
  port: 5432,
  datadir: '/pgdata/15/main/data',
  status: 'running',
}
const isSize = (field: string) => field === 'size'

describe('cli/output/table', () => {
  it('boxes rows', () => {
    expect(table([instance], { topRule: 'plain' })).to.equal(
      [
        '+--------------------------------------------------------+',
        '| name | version | port | datadir              | status  |',
        '+------+---------+------+----------------------+---------+',
        '| main | 15      | 5432 | /pgdata/15/main/data | running |',
        '+------+---------+------+----------------------+---------+',
        '',
      ].join('\n'),
    )
  })

  it('prints nothing for no rows', () => {
    expect(table([])).to.equal('')
  })

  it('centres the title and breaks cells at newlines', () => {
    const rows = [{ name: 'ws1', tablespace: { name: 'pg_default', location: '', size: 39740000 } }]
    expect(table(rows, { title: 'Databases', isSize })).to.equal(
      [
        '         Databases',
        '+------+------------------+',
        '| name | tablespace       |',
        '+------+------------------+',
        '| ws1  | name: pg_default |',
        '|      | location:        |',
        '|      | size: 37.9 MB    |',
        '+------+------------------+',
        '',
      ].join('\n'),
    )
  })

  it('fits the terminal by breaking its widest columns', () => {
    const rows = [{ name: 'postgres', description: 'default administrative connection database' }]
    const lines = table(rows, { width: 40 }).trimEnd().split('\n')
    expect(Math.max(...lines.map((line) => line.length))).to.equal(40)
    expect(lines.slice(3, 5)).to.deep.equal([
      '| postgres | default administrative    |',
      '|          | connection database       |',
    ])
  })

  it('cuts no word that can be copied while there is something to break at blanks', () => {
    const backup = { label: '20261201-072026F', start: '2026-12-01 07:20:26+00:00', databases: 'a, b, c, d' }
    const lines = table([backup], { width: 50 }).trimEnd().split('\n')
    expect(lines.slice(3, 5)).to.deep.equal([
      '| 20261201-072026F | 2026-12-01     | a, b, c, d |',
      '|                  | 07:20:26+00:00 |            |',
    ])
    expect(table([backup], { width: 30 }).split('\n')[0]).to.have.length(30)
  })

  it('counts columns, not characters', () => {
    expect(table([{ name: '数据' }, { name: 'e\u0301t' }])).to.equal(
      '+------+\n| name |\n+------+\n| 数据 |\n| e\u0301t   |\n+------+\n',
    )
  })

  it('prints one object without a box', () => {
    expect(objectTable({ name: 'bob', login: true, pgpass: null })).to.equal(
      ' name  login  pgpass\n bob   True\n',
    )
  })
})

describe('cli/output/cell', () => {
  const cases: [value: unknown, expected: string][] = [
    [null, ''],
    [true, 'True'],
    [0, '0'],
    [['postgres', 'ws1'], 'postgres, ws1'],
    [[], ''],
    [[{ role: 'dba' }, { role: 'dev' }], 'dba, dev'],
    [[{ name: 's1', owner: 'bob' }], 'name: s1, owner: bob'],
    [{ port: 9187 }, 'port: 9187'],
    [{ a: { b: 1, c: 2 } }, 'a:\n  b: 1\n  c: 2'],
    [new Date('2023-11-10T23:03:14Z'), '2023-11-10 23:03:14+00:00'],
    ['a\u001b[31mred', 'a\ufffd[31mred'],
    [new Secret('s3kret'), '***'],
  ]
  for (const [value, expected] of cases) {
    it(`renders ${JSON.stringify(value)}`, () => {
      expect(cellText('x', value)).to.equal(expected)
    })
  }

  it('renders sizes as PostgreSQL does', () => {
    expect([0, 1023, 1024, 7_965_475, 39_740_000, 1024 ** 3 - 1, 5e15].map(humanSize)).to.deep.equal([
      '0 bytes',
      '1023 bytes',
      '1.0 kB',
      '7.6 MB',
      '37.9 MB',
      '1.0 GB',
      '4.4 PB',
    ])
  })
})

describe('cli/output/json', () => {
  it('keeps the order of keys and tells dates in UTC', () => {
    const value = {
      b: new Date('2026-01-01T00:00:00Z'),
      a: new Date('2026-01-01T00:00:00.5Z'),
      s: new Secret('x'),
      n: 5n,
    }
    expect(jsonText(value)).to.equal(
      '{\n  "b": "2026-01-01T00:00:00Z",\n  "a": "2026-01-01T00:00:00.500Z",\n  "s": "***",\n  "n": 5\n}\n',
    )
    expect(jsonText(undefined)).to.equal('null\n')
  })
})
