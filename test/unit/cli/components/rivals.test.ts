import type { Config } from '@oclif/core'
import { expect } from 'chai'
import {
  type Rivalry,
  rivalries,
  rivalWarning,
  settleRivalries,
} from '../../../../src/cli/components/rivals.js'

interface Known {
  readonly name: string
  readonly ids: readonly string[]
  readonly type?: string
  readonly aliases?: Readonly<Record<string, readonly string[]>>
}

function configOf(...known: Known[]): Config {
  const plugins = known.map(({ name, ids, type = 'user', aliases = {} }) => ({
    name,
    type,
    isRoot: name === 'pglift',
    commands: ids.map((id) => ({ id, pluginName: name, aliases: aliases[id] ?? [] })),
  }))
  const commands = new Map<string, unknown>()
  for (const plugin of plugins) for (const command of plugin.commands) commands.set(command.id, command)
  return { getPluginsList: () => plugins, _commands: commands } as unknown as Config
}

const told = (found: readonly Rivalry[]) =>
  found.map(({ id, winner, losers }) => [id, winner.name, ...losers.map(({ name }) => name)])

describe('commands that several plugins have', () => {
  it('are those of the host, whatever comes first', () => {
    const config = configOf(
      { name: 'a', ids: ['instance:list', 'a:b'] },
      { name: 'pglift', ids: ['instance:list', 'plugins:install'], type: 'core' },
      { name: '@oclif/plugin-plugins', ids: ['plugins:install'], type: 'core' },
    )
    const found = rivalries(config)
    expect(told(found)).to.deep.equal([['instance:list', 'pglift', 'a']])
    expect(found.map(rivalWarning)).to.deep.equal([
      "command 'instance list' is in pglift and a: it is pglift's own",
    ])
  })

  it('are those of the plugin that ranks first, then of the name that does', () => {
    const config = configOf(
      { name: 'c', ids: ['x'] },
      { name: 'a', ids: ['x', 'y'] },
      { name: 'b', ids: ['x', 'z'], aliases: { z: ['y'] } },
    )
    expect(told(rivalries(config))).to.deep.equal([
      ['x', 'a', 'b', 'c'],
      ['y', 'a', 'b'],
    ])
    expect(told(rivalries(config, ({ name }) => (name === 'c' ? 0 : 1)))[0]).to.deep.equal([
      'x',
      'c',
      'a',
      'b',
    ])
  })

  it('are taken from the others', () => {
    const config = configOf({ name: 'a', ids: ['x'] }, { name: 'b', ids: ['x', 'z'], aliases: { z: ['x'] } })
    settleRivalries(config, rivalries(config))
    const commands = (config as unknown as { _commands: Map<string, { pluginName: string }> })._commands
    expect(commands.get('x')?.pluginName).to.equal('a')
    expect(rivalries(config)).to.deep.equal([])
    expect(config.getPluginsList()[1]?.commands.map(({ id, aliases }) => [id, aliases])).to.deep.equal([
      ['z', []],
    ])
  })
})
