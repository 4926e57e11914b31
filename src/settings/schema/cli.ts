import { choice, nullable, object, text } from '../../models/field.js'
import { anyCase, path, section } from './fields.js'

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
const DATE_FORMAT = '%Y-%m-%d %H:%M:%S'

const audit = object(
  {
    path: path('log', { description: 'File of the audit log.', examples: ['pglift/audit.log'] }),
    log_format: text({
      description: 'Format of its lines.',
      default: '%(levelname)-8s - %(asctime)s - %(name)s - %(message)s',
      examples: ['%(asctime)s %(message)s'],
    }),
    date_format: text({ description: 'Format of its dates.', default: DATE_FORMAT, examples: ['%c'] }),
  },
  {
    description: 'Log of every command that changes something; null: none.',
    default: null,
    examples: [{ path: 'audit.log' }],
  },
)

/** Schema of the `cli` section. */
export const cliSection = section(
  {
    log_format: text({
      description: 'Format of log lines, when they do not go to a terminal.',
      default: '%(asctime)s %(levelname)-8s %(name)s - %(message)s',
      examples: ['%(levelname)-4s %(message)s'],
    }),
    date_format: text({
      description: 'Format of dates in log lines.',
      default: DATE_FORMAT,
      examples: ['%c'],
    }),
    log_level: nullable(
      anyCase(
        choice(LEVELS, {
          description: 'Threshold of log messages; null: INFO on standard error, WARNING in a log file.',
          default: null,
          examples: ['DEBUG'],
        }),
      ),
    ),
    lock_file: path('run', {
      description:
        'File locked while names and ports of the site are claimed; each instance has a lock of its own.',
      default: '.pglift.lock',
      examples: ['/run/lock/pglift.lock'],
    }),
    logpath: nullable(
      path('log', {
        description:
          'Directory of the debug logs of failed commands; null: the directory of temporary files.',
        default: null,
        examples: ['pglift'],
      }),
    ),
    audit: nullable(audit),
  },
  { description: 'The command line.', examples: [{ log_level: 'DEBUG' }] },
)
