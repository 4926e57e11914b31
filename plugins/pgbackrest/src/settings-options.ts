import { jsonSchema, list, nullable, object, path, text } from '@pglift/sdk'

type Scalar = string | number | boolean

/** Options of pgBackRest by their names. */
export type Options = Readonly<Record<string, Scalar | readonly Scalar[]>>

/** Where the value of a secret option comes from. */
export interface SecretSource {
  readonly option: string
  readonly file: string | null
  readonly command: readonly string[]
}

const secretSource = (example: string) =>
  object(
    {
      option: text({ description: 'Name of the option.', minLength: 1, examples: [example] }),
      file: nullable(
        path('absolute', {
          description: 'File that holds the value, its last line end aside.',
          exists: 'file',
          examples: ['/etc/pgbackrest/passphrase'],
        }),
      ),
      command: list(text({ description: 'A program, or an argument.', examples: ['show'] }), {
        description: 'Command that prints the value.',
        default: [],
        examples: [['/usr/bin/pass', 'show', 'pgbackrest']],
      }),
    },
    { description: 'A secret option of pgBackRest, and where its value comes from.' },
  )

/** Secret options; `example` is the name of one. */
export const secretSources = (example: string) =>
  list(secretSource(example), {
    description: 'Options that hold passwords and keys; they are written to a file of mode 0600.',
    default: [],
    examples: [[{ option: example, file: '/etc/pgbackrest/passphrase' }]],
  })

/** A mapping of any keys: what they may be is for pgBackRest to say. It is taken as it is, then checked. */
export const optionMap = (description: string, example: Options) =>
  jsonSchema<Options>({
    description: `${description} Those that pglift sets itself and those that hold secrets can't be given here.`,
    default: {},
    additionalProperties: { type: ['string', 'number', 'boolean', 'array'] },
    examples: [example],
  })
