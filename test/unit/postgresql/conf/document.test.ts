import { expect } from 'chai'
import fc from 'fast-check'
import { activeLines, confEntries, parseConf, showConf } from '../../../../src/postgresql/conf/document.js'
import { serializeConfValue } from '../../../../src/postgresql/conf/value.js'
import { HOSTILE } from './hostile.js'

const parse = (text: string) => confEntries(parseConf(text, '/data/postgresql.conf'))

describe('activeLines', () => {
  it('are those of the whole document', () => {
    const line = fc.oneof(
      fc.constantFrom('', '#', '# port = 1', 'port = 1', "  include 'x' # y", '\t\r', 'x = 1\r', ...HOSTILE),
      fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\f', '\u2028', '#', '=', 'a', '1', "'", '\n') }),
    )
    const outcome = (read: () => unknown) => {
      try {
        return read()
      } catch (error) {
        return (error as Error).message
      }
    }
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n')
        const whole = () => parseConf(text, '/f').lines.filter(({ entry, include }) => entry ?? include)
        expect(outcome(() => activeLines(text, '/f'))).to.deep.equal(outcome(whole))
      }),
    )
  })
})

describe('parseConf', () => {
  it('reads what PostgreSQL reads', () => {
    const cases: [string, unknown][] = [
      ['port = 5432', 5432],
      ['port 5432', 5432],
      ['port=5432#comment', 5432],
      ['  PORT\t=\t5432 \r', 5432],
      ["port'5432'", '5432'],
      ['port = 128MB', '128MB'],
      ['port = 0x1F', '0x1F'],
      ['port = +5', 5],
      ['port = -.5', -0.5],
      ['port = pg_catalog.english', undefined],
      ['port = a-b:c/d', 'a-b:c/d'],
      ['port = yes', true],
      ["port = ''", ''],
      ["port = 'it''s'", "it's"],
      ["port = 'it\\'s'", "it's"],
      ["port = 'a\\\\b'", 'a\\b'],
      ["port = 'a\\tb\\nc\\q'", 'a\tb\ncq'],
      ["port = '\\303\\251'", 'é'],
      ["port = '\\1019'", 'A9'],
      ["port = 'a # b'  # c", 'a # b'],
      ["port = '\\😀'", '😀'],
    ]
    for (const [text, value] of cases) {
      if (value === undefined) expect(() => parse(text), text).to.throw(/syntax error/)
      else expect(parse(text), text).to.deep.equal({ port: value })
    }
  })

  it('reads qualified and non-ASCII names, the last entry winning', () => {
    expect(parse('pg_stat.max = 1\nÉté = 2\nPg_Stat.Max = 3\n')).to.deep.equal({ 'pg_stat.max': 3, Été: 2 })
  })

  it('refuses what PostgreSQL refuses, naming file, line and column but not the text', () => {
    const refused = [
      'port',
      'port =',
      'port = = 1',
      'port = 1 2',
      'port = 25%',
      'port = /tmp',
      'port = 1.5GB',
      'port = a.b',
      "port = 'secret",
      "port = 'secret\\'",
      'port = 1, 2',
      'port = {name}',
      'a.b.c = 1',
      '5 = 5',
      'port = *',
      "port = 'a\0b'",
      'port\f= 1',
    ]
    for (const text of refused) {
      const parsing = () => parse(`# first\n${text}\n`)
      expect(parsing, text).to.throw(/^syntax error in \/data\/postgresql.conf, line 2, column \d+/)
      expect(parsing, text).not.to.throw(/secret/)
      expect(parsing, text).to.throw().with.property('code', 'PGLIFT_CONF_SYNTAX')
    }
  })

  it('keeps include directives apart', () => {
    const { lines } = parseConf("include 'a.conf'\nInclude_If_Exists = b\ninclude_dir='c.d' # d\n", 'f')
    expect(lines.map(({ include }) => include)).to.deep.equal([
      { kind: 'include', path: 'a.conf' },
      { kind: 'include_if_exists', path: 'b' },
      { kind: 'include_dir', path: 'c.d' },
      undefined,
    ])
  })

  it('finds entries that are commented out, not prose', () => {
    const text = [
      '#port = 5432\t\t\t\t# (change requires restart)',
      '  # Fsync=on',
      '#work_mem 4MB',
      '# two words',
      '# port = 5432 is the default',
      "#include = 'x'",
      '##wal_level = minimal',
      '#---',
    ].join('\n')
    const names = parseConf(text, 'f').lines.map(({ commented }) => commented?.name)
    expect(names).to.deep.equal(['port', 'fsync', 'work_mem', ...Array(5).fill(undefined)])
  })

  it('reads back every value that may be written', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE),
      fc.integer(),
      fc.double(),
      fc.boolean(),
    )
    fc.assert(
      fc.property(value, (input) => {
        let line: string
        try {
          line = `cluster_name = ${serializeConfValue(input)}`
        } catch (error) {
          expect(error).to.have.property('code', 'PGLIFT_CONF_VALUE')
          return
        }
        const document = parseConf(`${line}\nport = 1`, 'f')
        const entries = confEntries(document)
        expect(Object.keys(entries)).to.deep.equal(['cluster_name', 'port'])
        const read = entries.cluster_name
        // A number without bare form comes back as the text of that number.
        expect(typeof input === 'number' ? Number(read) : read).to.equal(input === 0 ? 0 : input)
      }),
      { numRuns: 500 },
    )
  })

  it('gives the text back from its lines', () => {
    const part = fc.constantFrom('a', ' ', '=', "'", '\\', '#', '1', '\r', '.', 'on', '\n', 'x = 1\n')
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('')
        try {
          const { lines } = parseConf(text, 'f')
          expect(lines.map(({ raw }) => raw).join('\n')).to.equal(text)
        } catch (error) {
          expect(error).to.have.property('code', 'PGLIFT_CONF_SYNTAX')
        }
      }),
    )
  })

  it('keeps names of object members as names', () => {
    const entries = parse('__proto__ = 1\nconstructor = 2\n')
    expect(Object.entries(entries)).to.deep.equal([
      ['__proto__', 1],
      ['constructor', 2],
    ])
  })
})

describe('showConf', () => {
  const document = parseConf(
    "#port = 5432 # (change requires restart)\ncluster_name = 'old'\nfsync = yes\n" +
      "cluster_name = 'main'\nseq_page_cost = 1.0\nx.y = 'a\\nb'\n#fsync = off\n",
    'f',
  )

  it('shows the active parameters', () => {
    expect(showConf(document)).to.deep.equal([
      "cluster_name = 'main'",
      'fsync = on',
      'seq_page_cost = 1.0',
      "x.y = 'a\\nb'",
    ])
  })

  it('shows those asked for, commented ones marked', () => {
    expect(showConf(document, ['Port', 'fsync', 'nothing'])).to.deep.equal(['# port = 5432', 'fsync = on'])
  })
})
