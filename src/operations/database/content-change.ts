import { type Statement, statement } from '../../postgresql/sql/statement.js'
import { type SqlTask, sqlTask } from '../steps/sql.js'

/** One change inside of a database. */
export interface Change {
  readonly task: SqlTask
  /** Takes it back, as often as it is asked to; absent where nothing can. */
  readonly undo?: readonly Statement[]
}

/** A change with its message. */
export function change(
  title: string | undefined,
  statements: readonly Statement[],
  undo?: readonly Statement[],
): Change {
  return { task: sqlTask(title, statements), ...(undo === undefined ? {} : { undo }) }
}

/** Changes that can be taken back come first, so that those that can't are only made once nothing else can fail. */
export function split(changes: readonly Change[]): { revocable: Change[]; final: Change[] } {
  return {
    revocable: changes.filter(({ undo }) => undo !== undefined),
    final: changes.filter(({ undo }) => undo === undefined),
  }
}

/** `DROP ... IF EXISTS`: what an undo wants, since what it takes back may not have been made. */
export function ifExists({ text, ...rest }: Statement): Statement {
  return statement(text.replace(/^DROP [A-Z]+ /, '$&IF EXISTS '), rest)
}
