import { expect } from 'chai'
import { FormatSyntaxError, format } from '../../../src/settings/format-string.js'

describe('format', () => {
  const fill = (source: string) => format(source, (name) => `<${name}>`)

  it("replaces placeholders as Python's str.format", () => {
    expect(fill('{name}-{auth.local}!')).to.equal('<name>-<auth.local>!')
    expect(fill('{{name}} {{{name}}} }}{{')).to.equal('{name} {<name>} }{')
    expect(fill('')).to.equal('')
  })

  it('does not read a value again', () => {
    expect(format('{a}{b}', (name) => (name === 'a' ? '{b}{{' : 'B'))).to.equal('{b}{{B')
  })

  for (const source of ['{', '}', 'a{b', 'a}b', '{}', '{0}', '{x!r}', '{x:>3}', '{x[0]}', '{a {b}', '{a.}']) {
    it(`refuses ${source}`, () => {
      expect(() => fill(source)).to.throw(FormatSyntaxError)
    })
  }
})
