import { nullable, secret, text, type Values } from './field.js'
import { defineModel } from './model.js'

const rewindFields = {
  conninfo: text({
    description: 'DSN of the server to rewind from.',
    format: 'conninfo-without-password',
    examples: ['host=primary port=5432 user=postgres dbname=postgres'],
    cli: { flag: 'from', metavar: 'DSN' },
  }),
  password: nullable(
    secret({ description: 'Password of the role that connects to the server.', writeOnly: true }),
  ),
}

/** The server that `instance demote` rewinds from (pg_rewind `--source-server`). */
export type RewindSource = Values<typeof rewindFields>
export const RewindSourceModel = defineModel<RewindSource>('RewindSource', rewindFields, {
  description: 'Server that pg_rewind takes the history of.',
})
