import { jsonSchema, nullable, object, path, text } from '@pglift/sdk'

type Scalar = string | number | boolean

/** The section `prometheus` of the site settings, resolved. */
export interface ExporterSettings {
  readonly execpath: string
  readonly role: string
  /** Both hold `{name}`. */
  readonly configpath: string
  readonly pid_file: string
  readonly logpath: string
  /** Null: all addresses. */
  readonly listen_address: string | null
  readonly web_config_file: string | null
  /** Options of postgres_exporter, without dashes. */
  readonly options: Readonly<Record<string, Scalar>>
  readonly file_sd: string | null
  readonly target_host: string | null
  readonly labels: Readonly<Record<string, string>>
}

/** A mapping of any keys; what may be in it is checked in words of its own. */
const mapping = <V extends Scalar>(
  values: readonly string[],
  description: string,
  example: Readonly<Record<string, V>>,
) =>
  jsonSchema<Readonly<Record<string, V>>>({
    description,
    default: {},
    additionalProperties: { type: values },
    examples: [example],
  })

const files = {
  execpath: path('absolute', {
    description: 'The program.',
    exists: 'executable',
    examples: ['/usr/bin/prometheus-postgres-exporter'],
  }),
  role: text({
    description: 'Role of the exporter in each instance, a member of pg_monitor.',
    default: 'prometheus',
    minLength: 1,
    examples: ['monitoring'],
  }),
  configpath: path('config', {
    description:
      'Configuration file of each exporter, of mode 0600; {name} is that of the instance (15-main) or service.',
    default: 'prometheus/postgres_exporter-{name}.conf',
    variables: ['name'],
    requires: ['name'],
    examples: ['/etc/prometheus/postgres_exporter-{name}.conf'],
  }),
  pid_file: path('run', {
    description: 'File of the pid of each exporter, when no service manager runs it.',
    default: 'prometheus/{name}.pid',
    variables: ['name'],
    requires: ['name'],
    examples: ['/run/pglift/prometheus/{name}.pid'],
  }),
  logpath: path('log', {
    description: 'Directory of what the exporters say, when no service manager runs them.',
    default: 'prometheus',
    examples: ['/var/log/prometheus'],
  }),
}

const web = {
  listen_address: nullable(
    text({
      description: 'Address that the exporters listen on; null: all of this host.',
      minLength: 1,
      examples: ['127.0.0.1', '10.0.0.5'],
    }),
  ),
  web_config_file: nullable(
    path('config', {
      description:
        "File of postgres_exporter's web configuration: TLS, passwords (option --web.config.file, 0.11 or newer).",
      exists: 'file',
      examples: ['/etc/prometheus/web.yml'],
    }),
  ),
  options: mapping<Scalar>(
    ['string', 'number', 'boolean'],
    'Further options of postgres_exporter, by its own names without dashes in front; true is `--name`, false is `--no-name`.',
    { 'collector.stat_statements': true, 'collector.bgwriter': false, 'log.level': 'warn' },
  ),
}

const discovery = {
  file_sd: nullable(
    path('data', {
      description:
        "File of targets for Prometheus (`file_sd_configs`), one for each exporter of this host's site; null: none.",
      default: 'prometheus/targets.json',
      examples: ['/var/lib/prometheus/targets/pglift.json'],
    }),
  ),
  target_host: nullable(
    text({
      description:
        'Name or address of this host in the file of targets; null: `listen_address`, else localhost.',
      minLength: 1,
      examples: ['db1.example'],
    }),
  ),
  labels: mapping(['string'], 'Labels of all targets in that file.', {
    environment: 'production',
  }),
}

/** Schema of the section. */
export const schema = object(
  { ...files, ...web, ...discovery },
  {
    description: 'Metrics for Prometheus by postgres_exporter.',
    examples: [{ execpath: '/usr/bin/prometheus-postgres-exporter' }],
  },
)
