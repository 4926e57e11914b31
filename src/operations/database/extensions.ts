import type { DatabaseExtension } from '../../models/database.js'
import type { DatabaseContentRow } from '../../postgresql/sql/database-queries.js'
import {
  createExtension,
  dropExtension,
  setExtensionSchema,
  updateExtension,
} from '../../postgresql/sql/extensions.js'
import { type Change, change, ifExists } from './content-change.js'

type Found = DatabaseContentRow['extensions'][number]

function creation(dbname: string, { name, schema, version }: DatabaseExtension): Change {
  const options = { ...(schema === null ? {} : { schema }), ...(version === null ? {} : { version }) }
  return change(
    `creating extension '${name}' in database ${dbname}`,
    [createExtension(name, options)],
    [ifExists(dropExtension(name))],
  )
}

/** An update has no way back: extensions rarely bring scripts for a downgrade. */
function alteration({ name, schema, version }: DatabaseExtension, found: Found): Change[] {
  const changes: Change[] = []
  if (schema !== null && schema !== found.schema)
    changes.push(
      change(
        `setting '${name}' extension schema to '${schema}'`,
        [setExtensionSchema(name, schema)],
        [setExtensionSchema(name, found.schema)],
      ),
    )
  if (version !== null && version !== found.version)
    changes.push(
      change(`updating '${name}' extension version to '${version}'`, [updateExtension(name, version)]),
    )
  return changes
}

/** What brings the extensions of a database to those declared; others are left alone. */
export function extensionChanges(
  dbname: string,
  desired: readonly DatabaseExtension[],
  observed: DatabaseContentRow['extensions'],
): Change[] {
  return desired.flatMap((extension) => {
    const found = observed.find(({ name }) => name === extension.name)
    if (extension.state === 'absent')
      return found ? [change(`dropping extension '${found.name}'`, [dropExtension(found.name)])] : []
    return found === undefined ? [creation(dbname, extension)] : alteration(extension, found)
  })
}
