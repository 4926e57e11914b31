import { expect } from 'chai'
import { commandLine, quoted } from '../../src/unit-syntax.js'

describe('syntax of unit files', () => {
  it('leaves plain words as they are', () => {
    expect(commandLine(['/usr/bin/pgbackrest', '--stanza=main', 'archive-push'])).to.equal(
      '/usr/bin/pgbackrest --stanza=main archive-push',
    )
  })

  it('lets nothing be syntax', () => {
    expect(commandLine(['/bin/sh', '-c', 'echo "$x" %i \\ \'a\''])).to.equal(
      '/bin/sh -c "echo \\"$$x\\" %%i \\\\ \'a\'"',
    )
    expect(commandLine(['/a', ''])).to.equal('/a ""')
  })

  it('puts specifiers where their placeholders are, and leaves other braces', () => {
    expect(commandLine(['/a', '{id}', 'x-{id}', '{other}'], { id: '%I' })).to.equal('/a %I x-%I "{other}"')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the unit
    expect(commandLine(['--type={type}'], { type: '${TYPE}' })).to.equal('"--type=${TYPE}"')
  })

  it('refuses what would begin another line', () => {
    expect(() => commandLine(['a\nb'])).to.throw('control character')
    expect(() => quoted('a\nExecStart=/bin/evil')).to.throw('control character')
  })

  it('quotes what variables hold', () => {
    expect(quoted('A=50% "$x"')).to.equal('"A=50%% \\"$x\\""')
  })
})
