import { PROGRAM_HELP } from '../../build/src/cli/help/help-options.js'
import { commandList, nameSection } from './command-pages.mjs'
import { bold, definition, page, paragraph, reference, section, title, verbatim } from './roff.mjs'
import { option, usage } from './terms.mjs'

const ABOUT = [
  `pglift creates and runs PostgreSQL instances on one host: initdb, configuration from the site's templates, start and
stop, roles, databases, \`pg_hba.conf\`, standbys, major upgrades, dumps. It does so from options or from manifests in YAML,
which say what is to be; what is so already is left alone.`,
  `Backups, monitoring, high availability and systemd come by components, packages that \`pglift plugins install\` installs
and that a section of the settings enables. \`pglift components\` lists those that are installed.`,
  `Whoever has the instances runs pglift, usually \`postgres\`. root may ask for help, version and completion, nothing else.`,
]

const INSTANCES = [
  `An instance is named \`VERSION/NAME\`, \`15/main\`; where only one has that name, \`main\` is enough. Groups of commands that
work inside of an instance (\`role\`, \`database\`, \`pgconf\`, \`pghba\`, \`wal\`) take it as \`-i\`, before or behind the command's
own name; where there is only one instance, it is the default.`,
]

const OPERATIONS = [
  `\`--dry-run\` says what a command would do. Each step is journaled before it is done: a command that fails undoes what
it did, and one that was killed is finished or undone by \`pglift recover\`. Meanwhile every other command says so.`,
  `Commands that destroy something ask first. \`--non-interactive\` takes the answer that is proposed, which is never to
delete backups.`,
]

const EXAMPLES = [
  [
    'A site and an instance with a role and a database of its own:',
    'pglift site-configure install',
    'pglift instance create main --port=5432',
    'pglift role -i main create app --login --password',
    'pglift database -i main create app --owner=app',
  ],
  [
    'What a manifest would change, and to change it:',
    'pglift apply -f host.yaml --dry-run --diff',
    'pglift apply -f host.yaml',
  ],
]

const EXIT = [
  ['0', 'Done, or nothing was to be done.'],
  ['1', 'Failed: also faults of a manifest or of the settings, and a question that was answered with no.'],
  [
    '2',
    'Wrongly called: an option, an argument, an instance that is not there.',
    '`pglift diff`, and `apply` and `plan` with `--detailed-exitcode`: there is something to do. Wrong calls of these are 1.',
  ],
  ['3', '`pglift instance status`: not everything runs.'],
  ['70', 'A fault of pglift itself; the message names a log.'],
  ['130, 143', 'Interrupted by SIGINT, SIGTERM; what was done has been undone.'],
]

const ENVIRONMENT = [
  ['PGLIFT_CONFIG_DIR', 'The only directory in which settings and templates are looked for.'],
  [
    'PGLIFT_SECTION__KEY',
    'A setting, which wins over the file: `PGLIFT_PREFIX`, `PGLIFT_POSTGRESQL__AUTH__LOCAL`. See `pglift-settings`(5).',
  ],
  ['PGLIFT_DATA_DIR', 'Folder of plugins, by default `~/.local/share/pglift-plugins`.'],
  ['PGLIFT_NPM_REGISTRY', 'Registry that `pglift plugins` asks.'],
  ['PGLIFT_COMPONENT_TIMEOUT', 'Seconds that a component has for a tap, by default 60.'],
  ['PGCTLTIMEOUT', 'Seconds to wait for a server that gives no sign, as for `pg_ctl`(1).'],
  ['VISUAL, EDITOR', 'Editor of `pglift pgconf edit` and `pglift pghba edit`.'],
  ['NO_COLOR, FORCE_COLOR', 'No colours at all, or colours even where no terminal is.'],
]

const FILES = [
  [
    '~/.config/pglift/settings.yaml',
    'Site settings of a user, else `/etc/pglift/settings.yaml`; templates lie beside them.',
  ],
  [
    '~/.local/share/pglift',
    'Instances, and all that belongs to them, unless the setting `prefix` says otherwise.',
  ],
  ['~/.local/share/pglift-plugins', 'Components.'],
]

const flat = (text) => paragraph(text.replaceAll('\n', ' '))

/** `pglift.1`: the program as a whole. */
export function overviewPage(config, { date, version }) {
  const terms = (list) => list.map(([term, ...about]) => definition(bold(term), ...about))
  return page(
    title('pglift', '1', date, version),
    nameSection('pglift', config.pjson.description),
    section('SYNOPSIS', usage('pglift [OPTIONS] COMMAND [ARGS]...')),
    section('DESCRIPTION', ...ABOUT.map(flat)),
    section(
      'OPTIONS',
      flat('Options of the program may stand anywhere on the command line.'),
      ...PROGRAM_HELP.map(([term, text]) => definition(option(term), text)),
    ),
    section(
      'COMMANDS',
      ...commandList(config),
      flat('Components add commands, each with a page of its own in the package of the component.'),
    ),
    section('INSTANCES', ...INSTANCES.map(flat)),
    section('OPERATIONS', ...OPERATIONS.map(flat)),
    section('EXIT STATUS', ...terms(EXIT)),
    section('ENVIRONMENT', ...terms(ENVIRONMENT)),
    section('FILES', ...terms(FILES)),
    section('EXAMPLES', ...EXAMPLES.flatMap(([about, ...lines]) => [paragraph(about), verbatim(lines)])),
    section(
      'SEE ALSO',
      [
        ['pglift-settings', 5],
        ['pglift-manifest', 5],
        ['pglift-instance', 1],
        ['pglift-apply', 1],
        ['postgres', 1],
      ]
        .map(reference)
        .join(',\n'),
    ),
  )
}
