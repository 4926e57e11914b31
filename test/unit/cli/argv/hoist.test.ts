import { expect } from 'chai'
import { hoist } from '../../../../src/cli/argv/hoist.js'

const moved = (line: string) => hoist(line.split(' ')).argv.join(' ')

describe('cli/argv/hoist', () => {
  const cases: [line: string, expected: string][] = [
    ['instance list', 'instance list'],
    ['-Linfo instance list', 'instance list --log-level=info'],
    ['-L=info instance list', 'instance list --log-level=info'],
    ['--log-level=debug instance list', 'instance list --log-level=debug'],
    [
      '-L debug --non-interactive role -i 15/main create bob',
      'role create --log-level=debug --non-interactive --instance=15/main bob',
    ],
    [
      'role --instance=main -L debug create bob --login',
      'role create --instance=main --log-level=debug bob --login',
    ],
    ['instance --schema', 'instance --schema'],
    ['role --schema', 'role --schema'],
    ['role -i main', 'role --instance=main'],
    ['-L info site-settings -o json', 'site-settings --log-level=info -o json'],
    ['pgbackrest -i main -- info -L x', 'pgbackrest -i main -- info -L x'],
    ['wal -i main -- info -L x', 'wal --instance=main -- info -L x'],
    ['instance exec main -- psql -L', 'instance exec main -- psql -L'],
    ['role -- create -i x', 'role -- create -i x'],
    ['instance -i main status', 'instance -i main status'],
    ['-- instance list', 'instance list'],
    ['-l --debug instance list', 'instance list --log-file=--debug'],
  ]
  for (const [line, expected] of cases) {
    it(`${line} is ${expected}`, () => {
      expect(moved(line)).to.equal(expected)
    })
  }

  it('asks for the groups of plugins when an instance stands before the command', () => {
    const line = ['patroni', '-L', 'debug', '-i', 'main', 'logs']
    expect(hoist(line).undecided).to.equal('patroni')
    expect(hoist(line, new Set(['patroni'])).argv.join(' ')).to.equal(
      'patroni logs --log-level=debug --instance=main',
    )
    expect(hoist(['patroni', 'logs', '-i', 'main'])).not.to.have.property('undecided')
  })

  it('knows what is asked of the program itself', () => {
    expect(hoist(['--help', 'role']).eager).to.equal('help')
    expect(hoist(['-L', 'debug', '--version']).eager).to.equal('version')
    expect(hoist(['--completion=zsh']).eager).to.deep.equal({ completion: 'zsh' })
    expect(hoist([])).to.deep.equal({ argv: [] })
    expect(hoist(['-L', 'debug'])).to.deep.equal({ argv: [] })
  })

  const faults: [line: string, message: string][] = [
    ['--bogus role list', 'No such option: --bogus'],
    ['--versoin', 'No such option: --versoin Did you mean --version?'],
    ['-i main role list', 'No such option: -i'],
    ['-L', "Option '-L' requires an argument."],
    ['--debug=yes role list', "Option '--debug' does not take a value."],
    ['--completion tcsh', "Invalid value for '--completion': 'tcsh' is not one of 'bash', 'fish', 'zsh'."],
  ]
  for (const [line, message] of faults) {
    it(`refuses ${line}`, () => {
      expect(() => moved(line)).to.throw(message)
    })
  }
})
