import { expect } from 'chai'
import PgliftHelp from '../../../../src/cli/help/help.js'
import { definitionList, helpWidth, paragraphs, shortHelp } from '../../../../src/cli/help/help-layout.js'
import { commandConfig } from '../command-config.js'

describe('cli/help/help', () => {
  const help = new PgliftHelp(commandConfig())
  const columns = process.env.COLUMNS

  before(() => {
    process.env.COLUMNS = '80'
  })

  after(() => {
    if (columns === undefined) delete process.env.COLUMNS
    else process.env.COLUMNS = columns
  })

  it('shows the program', () => {
    const screen = help.screen([])
    expect(screen).to.contain('Usage: pglift [OPTIONS] COMMAND [ARGS]...\n\n  Deploy things\n\nOptions:\n')
    expect(screen).to.contain(
      [
        '  -L, --log-level [DEBUG|INFO|WARNING|ERROR|CRITICAL]',
        '                                  Set log threshold (default to INFO when',
        '                                  logging to stderr or WARNING when logging to',
        '                                  a file).',
        '  -l, --log-file LOGFILE          Write logs to LOGFILE, instead of stderr.',
      ].join('\n'),
    )
    expect(screen.slice(screen.indexOf('Commands:'))).to.equal(
      [
        'Commands:',
        '  instance           Manage instances.',
        '  role               Manage roles.',
        '  patroni            Handle Patroni service for an instance.',
        '  postgres_exporter  Handle Prometheus postgres_exporter',
        '  plugins            List installed plugins.',
        '',
      ].join('\n'),
    )
  })

  it('shows a group, without its hidden commands', () => {
    const screen = help.screen(['role'])
    expect(screen).to.contain('Usage: pglift role [OPTIONS] COMMAND [ARGS]...\n\n  Manage roles.\n')
    expect(screen).to.contain('  -i, --instance <version>/<name>\n')
    expect(screen).to.contain('Commands:\n  create  Create a role\n')
    expect(screen).not.to.contain('apply')
  })

  it('shows a command', () => {
    expect(help.screen(['role', 'create'])).to.equal(
      [
        'Usage: pglift role create [OPTIONS] NAME [REST]...',
        '',
        '  Create a role',
        '',
        '  NAME is not role create of pglift.',
        '',
        'Options:',
        '  -f, --file MANIFEST   Manifest.  [required]',
        '  --login / --no-login  Allow the role to log in.',
        '  --state [on|off]',
        '  --password PASSWORD   Role password.',
        '  --help                Show this message and exit.',
        '',
      ].join('\n'),
    )
  })

  it('fits 80 columns', () => {
    for (const path of [[], ['role'], ['role', 'create']])
      expect(
        Math.max(
          ...help
            .screen(path)
            .split('\n')
            .map((line) => line.length),
        ),
      ).to.be.at.most(80)
  })
})

describe('cli/help/help-layout', () => {
  it('wraps paragraphs and leaves examples alone', () => {
    expect(paragraphs('one two\nthree\n\n  $ x   y\n', 12)).to.deep.equal([
      '',
      '  one two',
      '  three',
      '',
      '    $ x   y',
    ])
  })

  it('shortens a description to its first sentence', () => {
    expect(shortHelp('List them. And more.', 60)).to.equal('List them.')
    expect(shortHelp('Output environment variables suitable to handle to PostgreSQL', 56)).to.equal(
      'Output environment variables suitable to handle to...',
    )
  })

  it('sets long terms on a line of their own', () => {
    const term = '--data-checksums / --no-data-checksums'
    expect(definitionList('Options', [[term, 'Text.']], helpWidth(200))).to.deep.equal([
      '',
      'Options:',
      `  ${term}`,
      `${' '.repeat(34)}Text.`,
    ])
  })
})
