import { type HbaLine, parseHba } from './parse.js'
import { type HbaRecord, hbaName, sameRecord } from './record.js'
import { renderHbaRecord } from './render.js'

/**
 * Appends a record to the text of pg_hba.conf, unless it already holds the same one; everything else stays as it is.
 * Throws as `parseHba` (errors name `file`) and `renderHbaRecord`.
 */
export function addRecord(
  text: string,
  record: HbaRecord,
  file = 'pg_hba.conf',
): { text: string; added: boolean } {
  const rendered = renderHbaRecord(record)
  const { lines } = parseHba(text, file)
  if (lines.some((line) => line.record && sameRecord(line.record, record))) return { text, added: false }
  return { text: `${endedLine(text)}${rendered}\n`, added: true }
}

/** Removes every line that holds the record; comments stay. Throws as `parseHba`. */
export function removeRecord(
  text: string,
  record: HbaRecord,
  file = 'pg_hba.conf',
): { text: string; removed: boolean } {
  return removeLines(text, file, (found) => sameRecord(found, record))
}

/** Removes the records that are for this role alone, as a dropped role leaves them. Throws as `parseHba`. */
export function removeRoleRecords(
  text: string,
  role: string,
  file = 'pg_hba.conf',
): { text: string; removed: boolean } {
  // No record can name such a role: there is nothing to look for.
  if (role.startsWith('/')) return { text, removed: false }
  const user = hbaName(role, 'user')
  return removeLines(text, file, ({ users }) => users.length === 1 && users[0] === user)
}

function removeLines(
  text: string,
  file: string,
  matches: (record: HbaRecord) => boolean,
): { text: string; removed: boolean } {
  const { lines } = parseHba(text, file)
  const kept = lines.filter(({ record }: HbaLine) => !record || !matches(record))
  if (kept.length === lines.length) return { text, removed: false }
  return { text: kept.map(({ raw }) => raw).join(''), removed: true }
}

function endedLine(text: string): string {
  if (text === '') return text
  const ended = text.endsWith('\n') ? text : `${text}\n`
  // A backslash at the end would make what follows part of its line.
  return /\\\r*\n$/.test(ended) ? `${ended}\n` : ended
}
