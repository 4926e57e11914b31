import { expect } from 'chai'
import { singleToken, tokenizeAuthFile, tokenizeLine } from '../../../../src/postgresql/hba/tokens.js'

const texts = (line: string) => tokenizeLine(line).map((field) => field.map(({ text }) => text))

describe('tokenizeLine', () => {
  it('splits as hba.c does', () => {
    const cases: [string, string[][]][] = [
      ['', []],
      ['  # comment', []],
      ['a b\tc\r', [['a'], ['b'], ['c']]],
      ['a,b c', [['a', 'b'], ['c']]],
      ['a, b c', [['a', 'b'], ['c']]],
      ['a ,b', [['a'], ['b']]],
      ['a,,b', [['a', 'b']]],
      ['a#b', [['a']]],
      ['"a b"', [['a b']]],
      ['x"a b"y', [['xa by']]],
      ['"a""b"', [['a"b']]],
      ['"a#b,c"', [['a#b,c']]],
      ['"" b', [[''], ['b']]],
      ['"open to the end', [['open to the end']]],
      ['a, # comment', [['a']]],
    ]
    for (const [line, fields] of cases) expect(texts(line), line).to.deep.equal(fields)
  })

  it('tells words that begin with a quote', () => {
    expect(tokenizeLine('"all" all +"my group" "+x"').flat()).to.deep.equal([
      { text: 'all', quoted: true },
      { text: 'all', quoted: false },
      { text: '+my group', quoted: false },
      { text: '+x', quoted: true },
    ])
  })
})

describe('tokenizeAuthFile', () => {
  it('joins continued lines, in comments and quotes too', () => {
    const text = 'a \\\n b\n# note \\\nc d\n"e\\\nf"\n\\\n\nlast\\'
    const lines = tokenizeAuthFile(text)
    expect(
      lines.map(({ number, fields }) => [number, fields.flat().map((token) => token.text)]),
    ).to.deep.equal([
      [1, ['a', 'b']],
      [3, []],
      [5, ['ef']],
      [7, []],
      [9, ['last']],
    ])
    expect(lines.map(({ raw }) => raw).join('')).to.equal(text)
  })
})

describe('singleToken', () => {
  it('is the word that the whole text is', () => {
    expect(singleToken('bob')).to.deep.equal({ text: 'bob', quoted: false })
    expect(singleToken('"a b"')).to.deep.equal({ text: 'a b', quoted: true })
    for (const text of ['', 'a b', ' a', 'a ', 'a,b', 'a#b', '#', '"a', '"a" b']) {
      expect(singleToken(text), text).to.equal(undefined)
    }
  })
})
