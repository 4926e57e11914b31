import { expect } from 'chai'
import { knownPath, usageFor, wordsBelow } from '../../../../src/cli/argv/command-path.js'
import { argumentLabel, optionLabel } from '../../../../src/cli/argv/labels.js'
import { similarWords, type UsageErrorAt } from '../../../../src/cli/errors/usage-error.js'
import commandNotFound from '../../../../src/hooks/command-not-found.js'
import { commandConfig } from '../command-config.js'

const config = commandConfig()

describe('cli/argv/command-path', () => {
  it('gives usage lines of program, groups and commands', () => {
    expect(usageFor(config, [])).to.equal('pglift [OPTIONS] COMMAND [ARGS]...')
    expect(usageFor(config, ['role'])).to.equal('pglift role [OPTIONS] COMMAND [ARGS]...')
    expect(usageFor(config, ['role', 'create'])).to.equal('pglift role create [OPTIONS] NAME [REST]...')
  })

  it('lists visible words once, without aliases', () => {
    expect(wordsBelow(config, ['role'])).to.deep.equal(['create'])
    expect(wordsBelow(config, ['plugins'])).to.deep.equal(['install'])
    expect(wordsBelow(config, [])).not.to.include.members(['site-configure', 'complete'])
  })

  it('finds the known beginning of a command line', () => {
    expect(knownPath(config, ['role', 'create', 'bob'])).to.deep.equal(['role', 'create'])
    expect(knownPath(config, ['nope'])).to.deep.equal([])
  })
})

describe('cli/argv/labels', () => {
  it('names arguments and options as usage errors do', () => {
    expect(argumentLabel('instance', {})).to.equal('[INSTANCE]')
    expect(argumentLabel('instance', { multiple: true })).to.equal('[INSTANCE]...')
    expect(argumentLabel('<PARAMETER>=<VALUE>', { required: true, multiple: true })).to.equal(
      '<PARAMETER>=<VALUE>...',
    )
    expect(argumentLabel('dump-id', { required: true })).to.equal('DUMP_ID')
    expect(optionLabel('file', { char: 'f' })).to.equal("'-f' / '--file'")
    expect(optionLabel('port', {})).to.equal("'--port'")
  })

  it('suggests near words only', () => {
    expect(similarWords('lits', ['list', 'get', 'start'])).to.deep.equal(['list'])
    expect(similarWords('x', ['get'])).to.deep.equal([])
  })
})

describe('hooks/command-not-found', () => {
  const notFound = async (id: string) => {
    const context = {} as ThisParameterType<typeof commandNotFound>
    return commandNotFound.call(context, { id, config, context }).then(
      () => undefined,
      ({ path, message, hint }: UsageErrorAt) => ({ path, message, hint }),
    )
  }

  it('leaves an argument too many to the command', async () => {
    const calls: unknown[] = []
    const listening = {
      ...config,
      runCommand: async (...call: unknown[]) => void calls.push(call),
    } as typeof config
    const context = {} as ThisParameterType<typeof commandNotFound>
    await commandNotFound.call(context, { id: 'instance:list:x', argv: ['-o'], config: listening, context })
    expect(calls).to.deep.equal([['instance:list', ['x', '-o']]])
  })

  it('names the word that is no command, and its group', async () => {
    expect(await notFound('role:craete:bob')).to.deep.equal({
      path: ['role'],
      message: "No such command 'craete'.",
      hint: "did you mean 'create'?",
    })
    expect(await notFound('nope')).to.deep.include({ path: [], message: "No such command 'nope'." })
  })
})
