import { expect } from 'chai'
import { quoteIdentifier, quoteIdentifiers, quoteLiteral } from '../../../../src/postgresql/sql/quote.js'
import { HOSTILE_NAMES, IMPOSSIBLE_NAMES } from './hostile-names.fixture.js'

/** Reads one quoted identifier as PostgreSQL's lexer does; undefined when text is left over. */
function lexIdentifier(text: string): string | undefined {
  const match = /^"((?:[^"]|"")*)"$/.exec(text)
  return match?.[1]?.replaceAll('""', '"')
}

/** Reads one string constant, standard_conforming_strings on. */
function lexLiteral(text: string): string | undefined {
  const plain = /^'((?:[^'\\]|'')*)'$/.exec(text)
  if (plain?.[1] !== undefined) return plain[1].replaceAll("''", "'")
  const escaped = /^E'((?:[^'\\]|''|\\\\)*)'$/.exec(text)
  return escaped?.[1]?.replace(/''|\\\\/g, (pair) => pair.charAt(0))
}

describe('postgresql/sql/quote', () => {
  it('has a corpus worth its name', () => expect(new Set(HOSTILE_NAMES).size).to.be.greaterThan(130))

  for (const name of HOSTILE_NAMES) {
    it(`quotes ${JSON.stringify(name)}`, () => {
      expect(lexIdentifier(quoteIdentifier(name))).to.equal(name)
      expect(lexLiteral(quoteLiteral(name))).to.equal(name)
    })
  }

  for (const name of IMPOSSIBLE_NAMES) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))} (${name.length})`, () =>
      expect(() => quoteIdentifier(name, 'role')).to.throw('invalid role name'))
  }

  it('writes what it always wrote', () => {
    expect(quoteIdentifier('a"b')).to.equal('"a""b"')
    expect(quoteIdentifiers(['a', 'B'])).to.equal('"a", "B"')
    expect(quoteLiteral("o'b")).to.equal("'o''b'")
    expect(quoteLiteral("a\\'b")).to.equal("E'a\\\\''b'")
    expect(quoteLiteral('')).to.equal("''")
  })

  it('refuses literals that the server cannot read, without quoting them', () => {
    expect(() => quoteLiteral('sekret\0')).to.throw(/^a value contains a NUL character$/)
    expect(() => quoteLiteral('sekret\ud800')).to.throw(/^a value is not valid Unicode$/)
  })
})
