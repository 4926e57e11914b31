import { inOrder } from './order.js'
import { parseHba } from './parse.js'
import { type HbaRecord, hbaName, isHbaName, recordKey } from './record.js'
import { renderHbaRecord } from './render.js'

/** What changes in pg_hba.conf: done in the order of the fields. */
export interface HbaEdit {
  readonly remove?: readonly HbaRecord[]
  /** Roles whose own records go, as a dropped role leaves them: those that are for this role alone. */
  readonly removeRoles?: readonly string[]
  /** Appended, unless they are there. */
  readonly add?: readonly HbaRecord[]
  /** To stand in the file in this order; those that are missing are put between the others. */
  readonly ordered?: readonly HbaRecord[]
}

/**
 * The text of pg_hba.conf after an edit; comments and order stay, and all of it when there is nothing to do. Throws as
 * `parseHba` (errors name `file`) and `renderHbaRecord`.
 */
export function editHba(text: string, { ordered = [], ...edit }: HbaEdit, file = 'pg_hba.conf'): string {
  const edited = edit.remove || edit.removeRoles || edit.add ? addedAndRemoved(text, edit, file) : text
  if (ordered.length === 0) return edited
  const { lines } = parseHba(endedLine(edited), file)
  const placed = inOrder(lines, ordered)
  const isSame = placed.length === lines.length && placed.every(({ raw }, index) => raw === lines[index]?.raw)
  return isSame ? edited : placed.map(({ raw }) => raw).join('')
}

function addedAndRemoved(
  text: string,
  { remove = [], removeRoles = [], add = [] }: HbaEdit,
  file: string,
): string {
  const { lines } = parseHba(text, file)
  const removed = new Set(remove.map(recordKey))
  const roles = new Set(removeRoles.filter(isHbaName).map((role) => hbaName(role, 'user')))
  const isRemoved = (record: HbaRecord): boolean =>
    removed.has(recordKey(record)) || (record.users.length === 1 && roles.has(record.users[0] ?? ''))
  const kept = lines.filter(({ record }) => !record || !isRemoved(record))
  const present = new Set(kept.flatMap(({ record }) => (record ? [recordKey(record)] : [])))
  const added = add.flatMap((record) => {
    const rendered = renderHbaRecord(record)
    const key = recordKey(record)
    if (present.has(key)) return []
    present.add(key)
    return [`${rendered}\n`]
  })
  const rest = kept.length === lines.length ? text : kept.map(({ raw }) => raw).join('')
  return added.length === 0 ? rest : endedLine(rest) + added.join('')
}

function endedLine(text: string): string {
  if (text === '') return text
  const ended = text.endsWith('\n') ? text : `${text}\n`
  // A backslash at the end would make what follows part of its line.
  return /\\\r*\n$/.test(ended) ? `${ended}\n` : ended
}
