import { operational } from '@pglift/sdk'
import { describedRepositories } from './repositories.js'
import type { Reading } from './session.js'
import type { PgbackrestSettings } from './settings.js'
import type { SecretSource } from './settings-options.js'

function secretsOf(section: PgbackrestSettings): SecretSource[] {
  const own = describedRepositories(section).flatMap(({ key, repository }) =>
    repository.secrets.map((source) => ({ ...source, option: `repo${key}-${source.option}` })),
  )
  return [...section.secrets, ...own]
}

/** Reads the values of the secret options of the site and of each repository, each from its file or command. They are for the file alone. */
export async function readSecrets({ section, effects }: Reading): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { option, file, command } of secretsOf(section)) {
    const [program, ...args] = command
    const text =
      program === undefined
        ? ((await effects.files.readText(file ?? '')) ?? '')
        : (await effects.processes.run([program, ...args])).stdout
    const value = text.replace(/\r?\n$/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    if (value === '' || value.trim() !== value || /[\u0000-\u001f\u007f]/.test(value))
      throw operational(
        'PGLIFT_PGBACKREST_SECRET',
        `the value of '${option}', from ${program ?? file}, is not one line without blanks at its ends`,
      )
    values[option] = value
  }
  return values
}
