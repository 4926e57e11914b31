import { join } from 'node:path/posix'
import { operational } from '../errors/kinds.js'
import type { SettingsReader } from './reader.js'

/** Where templates are looked for. */
export interface TemplateSource {
  readonly reader: SettingsReader
  /** First wins; the last one holds the templates that are shipped. */
  readonly directories: readonly string[]
}

/** A template that was found. */
export interface Template {
  readonly path: string
  readonly text: string
  /** `format`: `{placeholder}` as in the original; `nunjucks`: a file named `*.njk`. */
  readonly language: 'format' | 'nunjucks'
}

/**
 * Finds a template, `postgresql/pg_hba.conf`. In each directory the file of the major comes first
 * (`postgresql/15/pg_hba.conf`), then the common one; each may be written as nunjucks, with `.njk` after its name.
 *
 * @throws operational `PGLIFT_TEMPLATE_MISSING` if no directory has it, `PGLIFT_TEMPLATE_UNREADABLE`.
 */
export async function findTemplate(
  { reader, directories }: TemplateSource,
  name: string,
  version?: string,
): Promise<Template> {
  const slash = name.lastIndexOf('/')
  const versioned = version === undefined ? [] : [`${name.slice(0, slash)}/${version}${name.slice(slash)}`]
  for (const directory of directories) {
    for (const relative of [...versioned, name]) {
      const found =
        (await read(reader, join(directory, relative))) ??
        (await read(reader, join(directory, `${relative}.njk`)))
      if (found !== undefined) return found
    }
  }
  throw operational('PGLIFT_TEMPLATE_MISSING', `template '${name}' not found in ${directories.join(', ')}`)
}

async function read(reader: SettingsReader, path: string): Promise<Template | undefined> {
  try {
    const text = await reader.readText(path)
    return text === undefined
      ? undefined
      : { path, text, language: path.endsWith('.njk') ? 'nunjucks' : 'format' }
  } catch (cause) {
    throw operational('PGLIFT_TEMPLATE_UNREADABLE', `cannot read ${path}: ${(cause as Error).message}`, {
      cause,
    })
  }
}
