import { choice, nullable, object, secret, text } from './field.js'

/** Fields of a standby that the operator gives. */
const inputs = {
  primary_conninfo: text({
    description: 'DSN of primary for streaming replication.',
    format: 'conninfo-without-password',
    examples: ['host=primary port=5432 user=replication'],
    cli: { flag: 'standby-for', metavar: 'DSN' },
  }),
  password: nullable(secret({ description: 'Password for the replication user.', writeOnly: true })),
  status: choice(['demoted', 'promoted'], {
    description: "Instance standby state; 'promoted' makes a primary of it.",
    default: 'demoted',
    hidden: true,
  }),
  slot: nullable(
    text({
      description: 'Replication slot name. Must exist on primary.',
      format: 'slot-name',
      examples: ['standby1'],
    }),
  ),
}

/** Fields of a standby that only PostgreSQL knows. */
const outputs = {
  replication_lag: nullable(
    text({ description: 'Replication lag, in bytes (decimal).', readOnly: true, examples: ['0'] }),
  ),
  wal_sender_state: nullable(
    choice(['startup', 'catchup', 'streaming', 'backup', 'stopping'], {
      description: 'State of the WAL sender process (on primary) this standby is connected to.',
      readOnly: true,
    }),
  ),
  wal_replay_pause_state: nullable(
    choice(['not paused', 'pause requested', 'paused'], {
      description: 'WAL replay pause state.',
      readOnly: true,
    }),
  ),
}

/** The `standby` field of an instance: null on a primary. */
export const standby = nullable(
  object(
    { ...inputs, ...outputs },
    { description: 'Standby information, for an instance that replicates another.', createOnly: true },
  ),
)

type Whole = NonNullable<(typeof standby)['static']>

/** A validated `standby`. */
export type Standby = Omit<Whole, keyof typeof outputs>

/** What `get` tells of a standby. */
export type StandbyView = Omit<Whole, 'password' | 'status'>
