import {
  choice,
  list,
  map,
  nullable,
  object,
  parameterValue,
  secret,
  sensitive,
  text,
  toggle,
  type Values,
} from './field.js'
import { defineModel } from './model.js'
import { onlyWhenAbsent, rule } from './rules.js'

const named = (kind: string, description: string, example: string) =>
  text({ description, format: `${kind}-name`, examples: [example] })

const state = (what: string) =>
  choice(['present', 'absent'], { description: `${what} state.`, default: 'present', hidden: true })

const schema = object(
  {
    name: named('schema', 'Schema name.', 'sales'),
    state: state('Schema'),
    owner: nullable(
      text({
        description: 'Role that will own the schema, the owner of the database by default.',
        format: 'pg-identifier',
        examples: ['bob'],
      }),
    ),
  },
  { description: 'Schema of a database.', shorthand: 'name' },
)

const extension = object(
  {
    name: named('extension', 'Extension name.', 'pg_stat_statements'),
    schema: nullable(
      text({
        description: 'Name of the schema in which to install the extension.',
        format: 'pg-identifier',
        examples: ['public'],
      }),
    ),
    version: nullable(
      text({
        description: 'Version of the extension to install.',
        format: 'extension-version',
        examples: ['1.10'],
      }),
    ),
    state: state('Extension'),
  },
  { description: 'Extension of a database.', shorthand: 'name' },
)

const publication = object(
  {
    name: named('publication', 'Name of the publication, unique in the database.', 'mypub'),
    state: state('Publication'),
  },
  { description: 'Publication, for all tables of the database.', shorthand: 'name' },
)

const subscription = object(
  {
    name: named('subscription', 'Name of the subscription.', 'mysub'),
    connection: object(
      {
        conninfo: text({
          description:
            'The libpq connection string defining how to connect to the publisher, without password.',
          format: 'conninfo-without-password',
          examples: ['host=publisher port=5432 user=repli dbname=sales'],
        }),
        password: nullable(
          secret({ description: 'Password of the role that connects to the publisher.', writeOnly: true }),
        ),
      },
      { description: 'How to connect to the publisher database.' },
    ),
    publications: list(named('publication', 'Publication name.', 'mypub'), {
      description: 'Publications on the publisher to subscribe to.',
      minItems: 1,
    }),
    enabled: toggle({ description: 'Enable or disable the subscription.', default: true }),
    state: state('Subscription'),
  },
  { description: 'Subscription of a database.', key: 'name' },
)

const clone = nullable(
  object(
    {
      dsn: sensitive({
        description:
          'Data source name of the database to restore into this one, specified as a libpq connection URI.',
        format: 'connection-uri',
        examples: ['postgresql://bob@db.example.com/sales'],
        cli: { flag: 'clone-from', metavar: 'CONNINFO' },
      }),
      schema_only: toggle({ description: 'Only restore the schema (data definitions).', default: false }),
    },
    { description: 'Options for cloning a database into this one.', createOnly: true, writeOnly: true },
  ),
)

/** Fields of a database, in the order in which they are documented. */
export const databaseFields = {
  name: text({
    description: 'Database name.',
    format: 'database-name',
    createOnly: true,
    examples: ['sales'],
  }),
  state: choice(['present', 'absent'], { description: 'Database state.', default: 'present', hidden: true }),
  owner: nullable(
    text({
      description: 'The role name of the user who will own the database.',
      format: 'pg-identifier',
      examples: ['bob'],
    }),
  ),
  settings: nullable(
    map(parameterValue({ description: 'Value; null to reset the parameter.' }), {
      description:
        'Session defaults for run-time configuration variables for the database. Upon update, an empty (dict) value would reset all settings.',
      hidden: true,
      keys: 'parameter-name',
      examples: [{ work_mem: '5MB' }],
    }),
  ),
  schemas: list(schema, {
    description: 'Schemas in this database.',
    default: [],
    cli: { flag: 'schema', metavar: 'SCHEMA' },
  }),
  extensions: list(extension, {
    description: 'Extensions in this database.',
    default: [],
    cli: { flag: 'extension', metavar: 'EXTENSION' },
  }),
  locale: nullable(
    text({
      description:
        'Locale for this database. Database will be created from template0 if the locale differs from the one set for template1.',
      format: 'single-line',
      minLength: 1,
      createOnly: true,
      examples: ['C', 'fr_FR.UTF-8'],
    }),
  ),
  publications: list(publication, {
    description: 'Publications in this database.',
    default: [],
    hidden: true,
  }),
  subscriptions: list(subscription, {
    description: 'Subscriptions in this database.',
    default: [],
    hidden: true,
  }),
  clone,
  tablespace: nullable(
    text({
      description: 'The name of the tablespace that will be associated with the database.',
      format: 'pg-identifier',
      examples: ['fast'],
    }),
  ),
  force_drop: toggle({
    description: 'Force the drop.',
    default: false,
    writeOnly: true,
    dropOnly: true,
    cli: { flag: 'force' },
  }),
}

/** A database of an instance. */
export const DatabaseModel = defineModel<DatabaseManifest>('Database', databaseFields, {
  description: 'PostgreSQL database.',
  rules: [
    ...onlyWhenAbsent('force_drop'),
    rule('tablespace', [], ({ tablespace }) =>
      tablespace === 'default'
        ? "'default' is not a valid value for 'tablespace'. Don't provide a value if you want the default tablespace"
        : undefined,
    ),
  ],
})

/**
 * A validated database. `owner` null: the instance's super-user at creation, unchanged afterwards. `settings`
 * null: left alone, `{}`: all reset, a null value: that one reset. `clone` counts at creation only, so that a
 * manifest can be applied again.
 */
export type DatabaseManifest = Values<typeof databaseFields>
export type DatabaseSchema = DatabaseManifest['schemas'][number]
export type DatabaseExtension = DatabaseManifest['extensions'][number]
export type DatabasePublication = DatabaseManifest['publications'][number]
export type DatabaseSubscription = DatabaseManifest['subscriptions'][number]
