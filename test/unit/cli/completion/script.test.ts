import { spawnSync } from 'node:child_process'
import { expect } from 'chai'
import { liveInstances } from '../../../../src/cli/completion/live-names.js'
import { completionScript } from '../../../../src/cli/completion/script.js'
import { commandConfig } from '../command-config.js'

/** What bash proposes for the words of a command line, the last one being typed. */
function proposals(...words: string[]): string[] {
  const script = `${completionScript('bash', commandConfig())}
pglift() { printf 'main\\t15/main port=5432\\n'; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pglift; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'pglift', ...words], {
    encoding: 'utf8',
  })
  expect(stderr).to.equal('')
  return stdout.split('\n').filter((line) => line !== '')
}

describe('cli/completion', () => {
  it('is a script that bash accepts', () => {
    const script = completionScript('bash', commandConfig())
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
  })

  const cases: [words: string[], expected: string[]][] = [
    [['ro'], ['role']],
    [['-L', 'WA'], ['WARNING']],
    [['-L', 'debug', 'inst'], ['instance']],
    [['role', '-i', 'ma'], ['main']],
    [['role', '-i', 'main', ''], ['create']],
    [
      ['role', 'create', '--lo'],
      ['--login', '--log-level'],
    ],
    [
      ['role', 'create', '--state', ''],
      ['on', 'off'],
    ],
    [['role', 'create', '--state', '=', 'of'], ['off']],
    [['role', 'create', '--password', ''], []],
    [['role', 'create', '--', '-'], []],
  ]
  for (const [words, expected] of cases) {
    it(`completes ${words.join(' ')}`, () => {
      expect(proposals(...words)).to.deep.equal(expected)
    })
  }

  it('holds the same commands for zsh and fish', () => {
    expect(completionScript('zsh', commandConfig())).to.contain("'create:Create a role'")
    const fish = completionScript('fish', commandConfig())
    expect(fish).to.contain(`complete -c pglift -n '__pglift_at role' -a 'create' -d 'Create a role'`)
    expect(fish).to.contain(`-d 'Start it\\'s service'`)
    expect(fish).not.to.contain('-l secret')
  })
})

describe('cli/completion/live-names', () => {
  const named = (version: string, name: string, port: number) => ({ version, name, port })

  it('proposes plain names, and versions once one is typed', () => {
    const instances = [named('15', 'main', 5432), named('16', 'app', 5433)]
    expect(liveInstances(instances, '')).to.deep.equal(['main\t15/main port=5432', 'app\t16/app port=5433'])
    expect(liveInstances(instances, '15/')).to.deep.equal(['15/main\t15/main port=5432'])
    expect(liveInstances(instances, 'x')).to.deep.equal([])
  })

  it('tells versions apart where they share a name', () => {
    const instances = [named('15', 'main', 5432), named('16', 'main', 5433)]
    expect(liveInstances(instances, '').map((line) => line.split('\t')[0])).to.deep.equal([
      '15/main',
      '16/main',
    ])
  })
})
