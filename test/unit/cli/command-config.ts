import type { Config } from '@oclif/core'

/** oclif's configuration of a small program, as far as help, completion and usage lines read it. */
export function commandConfig(): Config {
  const command = (id: string, more: object = {}) => ({
    id,
    aliases: [],
    args: {},
    flags: {},
    hidden: false,
    ...more,
  })
  const commands = [
    command('instance:list', { summary: 'List the available instances' }),
    command('role:apply', { hidden: true }),
    command('role:create', {
      summary: 'Create a role',
      description: 'NAME is not <%= command.id %> of <%= config.bin %>.',
      args: { name: { required: true }, rest: { multiple: true } },
      flags: {
        file: { type: 'option', char: 'f', required: true, helpValue: 'MANIFEST', summary: 'Manifest.' },
        login: { type: 'boolean', allowNo: true, summary: 'Allow the role to log in.' },
        state: { type: 'option', options: ['on', 'off'] },
        password: { type: 'option', summary: 'Role password.' },
        secret: { type: 'option', hidden: true },
      },
    }),
    command('role:drop', { aliases: ['role:remove'], args: { name: { required: true } }, hidden: true }),
    command('patroni:logs', { summary: 'Output Patroni logs.' }),
    command('plugins', { summary: 'List installed plugins.' }),
    command('plugins:install', { summary: 'Install.', aliases: ['plugins:add'] }),
    command('plugins:add', { summary: 'Install.', aliases: ['plugins:add'] }),
    command('postgres_exporter:start', { summary: "Start it's service" }),
    command('site-configure:install'),
    command('complete', { hidden: true }),
  ]
  const topics = [
    { name: 'instance', description: 'Manage instances.' },
    { name: 'role', description: 'Manage roles.' },
    { name: 'patroni', description: 'Handle Patroni service for an instance.' },
    { name: 'postgres_exporter', description: 'Handle Prometheus postgres_exporter' },
    { name: 'site-configure', hidden: true },
  ]
  return {
    bin: 'pglift',
    pjson: { description: 'Deploy things', oclif: {} },
    topicSeparator: ' ',
    commands,
    topics,
    getPluginsList: () => [
      { pjson: { oclif: { topics: { patroni: { takesInstance: true } } } } },
      { pjson: { oclif: {} } },
    ],
    findCommand: (id: string) => commands.find((known) => known.id === id),
    findTopic: (name: string) => topics.find((known) => known.name === name),
  } as unknown as Config
}
