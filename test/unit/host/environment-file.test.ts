import { expect } from 'chai'
import { environmentLine, parseEnvironmentFile } from '../../../src/host/environment-file.js'

describe('an environment file', () => {
  it('is read as systemd reads it', () => {
    const text = [
      '# comment',
      '; comment',
      '',
      'plain=a b # no comment ',
      " spaced = 'a  b'  ",
      'joined="a"\'b\'c',
      'escaped="\\"\\\\\\$\\`\\n"',
      "literal='\\n$x'",
      'continued=one\\',
      'two',
      'lines="a',
      'b"',
      'empty=',
      '1no=x',
      'nothing',
    ].join('\n')
    expect(parseEnvironmentFile(text)).to.deep.equal({
      plain: 'a b # no comment',
      spaced: 'a  b',
      joined: 'abc',
      escaped: '"\\$`\\n',
      literal: '\\n$x',
      continued: 'onetwo',
      lines: 'a\nb',
      empty: '',
    })
  })

  it('takes any value', () => {
    for (const value of ['', 'a', ' a b ', "it's", `'"`, '\\', '$x`y`', 'a\'\\"$`', 'é€', '#', 'a=b', '\t'])
      expect(parseEnvironmentFile(`${environmentLine('x', value)}\n`), value).to.deep.equal({ x: value })
  })

  it('has no more quotes than it needs', () => {
    expect(environmentLine('X', 'postgresql://u@:1/d?host=%2Frun&sslmode=x')).to.equal(
      'X=postgresql://u@:1/d?host=%2Frun&sslmode=x',
    )
    expect(environmentLine('X', '--a --b')).to.equal("X='--a --b'")
  })
})
