import type { DatabaseManifest } from '../../models/database.js'
import type { DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import {
  alterDatabaseOwner,
  resetDatabaseParameters,
  setDatabaseParameter,
} from '../../postgresql/sql/databases.js'
import { parseSetconfig, sameParameterValue } from '../../postgresql/sql/parameters.js'
import type { Statement } from '../../postgresql/sql/statement.js'

/** Statements and what takes them back, both in the order in which they run. */
export interface Alteration {
  readonly statements: readonly Statement[]
  readonly undo: readonly Statement[]
}

type Settings = NonNullable<DatabaseManifest['settings']>
type State = Pick<DatabaseStateRow, 'owner' | 'settings'>

function settingsAlteration(name: string, desired: Settings, observed: readonly string[]): Alteration {
  const stored = observed.map(parseSetconfig)
  if (Object.keys(desired).length === 0) {
    if (stored.length === 0) return { statements: [], undo: [] }
    const undo = stored.map(({ name: parameter, value }) => setDatabaseParameter(name, parameter, value))
    return { statements: [resetDatabaseParameters(name)], undo }
  }
  const statements: Statement[] = []
  const undo: Statement[] = []
  for (const [parameter, value] of Object.entries(desired)) {
    const former = stored.find((item) => item.name.toLowerCase() === parameter.toLowerCase())?.value
    const holds =
      value === null
        ? former === undefined
        : former !== undefined && sameParameterValue(parameter, value, former)
    if (holds) continue
    statements.push(setDatabaseParameter(name, parameter, value))
    undo.push(setDatabaseParameter(name, parameter, former ?? null))
  }
  return { statements, undo }
}

/**
 * What brings owner and settings of a database to those declared.
 *
 * An owner that the manifest leaves out is left as it is. The original makes it the role that runs the command then:
 * applying a manifest without `owner` silently takes the database away from its owner.
 *
 * `settings`: null leaves all alone, `{}` resets all, a value of null resets that one; others are left alone.
 */
export function databaseAlteration(
  { name, owner, settings }: Pick<DatabaseManifest, 'name' | 'owner' | 'settings'>,
  observed: State,
): Alteration {
  const { statements, undo } =
    settings === null ? { statements: [], undo: [] } : settingsAlteration(name, settings, observed.settings)
  if (owner === null || owner === observed.owner) return { statements, undo }
  return {
    statements: [alterDatabaseOwner(name, owner), ...statements],
    undo: [alterDatabaseOwner(name, observed.owner), ...undo],
  }
}
