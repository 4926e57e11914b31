import { expect } from 'chai'
import { BARE_SECRET } from '../../../../src/cli/argv/bare-secret.js'
import { readGlobals } from '../../../../src/cli/argv/globals.js'
import { scan } from '../../../../src/cli/argv/scan.js'

const flags = {
  port: { type: 'option', char: 'p' },
  password: { type: 'option' },
  login: { type: 'boolean', allowNo: true },
  all: { type: 'boolean', char: 'a' },
  schema: { type: 'option', multiple: true },
  'valid-until': { type: 'option', aliases: ['validity'] },
  names: { type: 'option', multiple: true, delimiter: ',' },
}

function read(argv: string[], optionsEndAfter?: number) {
  const { options, positionals } = scan(argv, flags, optionsEndAfter)
  return { options: options.map(({ name, value }) => [name, value]), positionals }
}

describe('cli/argv/scan', () => {
  it('takes as value whatever follows the option', () => {
    expect(read(['--port', '-1', 'x']).options).to.deep.equal([['port', '-1']])
    expect(read(['--port', '--login']).options).to.deep.equal([['port', '--login']])
    expect(read(['--port=', '-p5', '-p=6']).options).to.deep.equal([
      ['port', ''],
      ['port', '5'],
      ['port', '6'],
    ])
  })

  it('mixes options and arguments, and lists take one value an option', () => {
    expect(read(['a', '--schema', 's1', 'b', '--schema=s2', '--no-login', '-a'])).to.deep.equal({
      options: [
        ['schema', 's1'],
        ['schema', 's2'],
        ['login', false],
        ['all', true],
      ],
      positionals: ['a', 'b'],
    })
  })

  it('leaves all after -- and after the last own argument alone', () => {
    expect(read(['x', '--', '--port', 'y'])).to.deep.equal({ options: [], positionals: ['x', '--port', 'y'] })
    expect(read(['main', '-a', 'psql', '-p', '1', '--', '-a'], 2)).to.deep.equal({
      options: [['all', true]],
      positionals: ['main', 'psql', '-p', '1', '--', '-a'],
    })
  })

  it('has a password option without a value asked for', () => {
    expect(read(['--password']).options).to.deep.equal([['password', BARE_SECRET]])
    expect(read(['--password', '--login', 'bob'])).to.deep.equal({
      options: [
        ['password', BARE_SECRET],
        ['login', true],
      ],
      positionals: ['bob'],
    })
    expect(read(['--password=--login']).options).to.deep.equal([['password', '--login']])
    expect(read(['--password', '--', 'bob'])).to.deep.equal({
      options: [['password', BARE_SECRET]],
      positionals: ['bob'],
    })
  })

  it('knows aliases, delimiters and joined letters', () => {
    expect(read(['--validity', 'x', '--names', 'a,b', '-ap1']).options).to.deep.equal([
      ['valid-until', 'x'],
      ['names', 'a'],
      ['names', 'b'],
      ['all', true],
      ['port', '1'],
    ])
  })

  it('tells global options apart', () => {
    const { options } = scan(['-L', 'Debug', '--non-interactive', '--debug', '--port', '1', '-l', 'f'], flags)
    expect(readGlobals(options)).to.deep.equal({
      logLevel: 'DEBUG',
      logFile: 'f',
      interactive: false,
      debug: true,
    })
    expect(readGlobals(scan(['--non-interactive', '--interactive'], flags).options).interactive).to.equal(
      true,
    )
  })

  const faults: [argv: string[], message: string][] = [
    [['--x'], 'No such option: --x'],
    [['--prot', '1'], 'No such option: --prot Did you mean --port?'],
    [['-z'], 'No such option: -z'],
    [['-1'], 'No such option: -1'],
    [['--no-all'], 'No such option: --no-all'],
    [['--port'], "Option '--port' requires an argument."],
    [['-p'], "Option '-p' requires an argument."],
    [['--login=true'], "Option '--login' does not take a value."],
  ]
  for (const [argv, message] of faults) {
    it(`refuses ${argv.join(' ')}`, () => {
      expect(() => read(argv)).to.throw(message)
    })
  }
})
