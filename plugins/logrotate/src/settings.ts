import { join } from 'node:path'
import { type ComponentSession, integer, object, path } from '@pglift/sdk'

/** The section `logrotate` of the site settings, resolved. */
export interface LogrotateSettings {
  /** Directory of the configuration. */
  readonly configdir: string
  /** Days for which logs are kept. */
  readonly days: number
}

export type Session = ComponentSession<LogrotateSettings>

/** The configuration of all logs of the site. */
export function configPath({ configdir }: LogrotateSettings): string {
  return join(configdir, 'logrotate.conf')
}

/** Schema of the section. */
export const schema = object(
  {
    configdir: path('config', {
      description: 'Directory of the configuration, logrotate.conf.',
      default: 'logrotate.d',
      examples: ['/etc/pglift/logrotate.d'],
    }),
    days: integer({
      description: 'Days for which logs are kept.',
      default: 30,
      minimum: 1,
      maximum: 3650,
      examples: [90],
    }),
  },
  { description: 'Rotation of logs by logrotate.', examples: [{}, { days: 90 }] },
)
