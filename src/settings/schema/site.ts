import { type Static, Unsafe } from '@sinclair/typebox'
import { type FieldSchema, list, nullable, text } from '../../models/field.js'
import { cliSection } from './cli.js'
import { path, section } from './fields.js'
import { postgresqlSection } from './postgresql.js'

function manager(what: string) {
  return nullable(
    text({
      description: `${what}; null: none. By default the component that does it, when it is enabled.`,
      default: null,
      examples: ['systemd'],
    }),
  )
}

const account = Unsafe<readonly [user: string, group: string]>({
  ...list(text({ description: 'A name.', minLength: 1, examples: ['postgres'] }), {
    description: 'System user and group that own instances; by default those that run the command.',
    minItems: 2,
    examples: [['postgres', 'postgres']],
  }),
  maxItems: 2,
})

/** The settings that the host knows: all but the sections of components. */
export const hostSettings = section(
  {
    prefix: path('absolute', {
      description:
        'Root of configuration, data and log files. `$XDG_DATA_HOME/pglift` by default, `/` for root.',
      examples: ['/srv/pglift'],
    }),
    run_prefix: path('absolute', {
      description: 'Root of runtime files. `$XDG_RUNTIME_DIR/pglift` by default, `/run/pglift` for root.',
      examples: ['/run/pglift'],
    }),
    sysuser: account,
    service_manager: manager('Component that runs services'),
    scheduler: manager('Component that schedules backups'),
    tmpfiles_manager: manager('Component that keeps directories of runtime files'),
    postgresql: postgresqlSection,
    cli: cliSection,
  },
  { description: 'Settings of a site.' },
)

/** Values of `hostSettings`, before versions are looked for. */
export type HostSettings = Static<typeof hostSettings>

/** Key and schema of a component's section. */
export interface SectionSchema {
  readonly key: string
  readonly schema: FieldSchema
}

/** JSON Schema (draft 2020-12) of the whole settings file: the host's part and the section of each component. */
export function siteSchema(sections: readonly SectionSchema[]): FieldSchema {
  const host = hostSettings as FieldSchema
  const components = Object.fromEntries(sections.map(({ key, schema }) => [key, orNull(schema)]))
  const { default: _, ...rest } = host
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'SiteSettings',
    ...rest,
    properties: { ...host.properties, ...components },
  }
}

/** A section, or null; null by default, which leaves the component out. */
function orNull(schema: FieldSchema): FieldSchema {
  const { default: _, ...rest } = schema
  if (rest.type === undefined) return { default: null, anyOf: [rest, { type: 'null' }] }
  return { default: null, ...rest, type: [...[rest.type].flat(), 'null'] }
}
