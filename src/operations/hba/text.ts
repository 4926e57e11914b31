import { addRecord, removeRecord, removeRoleRecords } from '../../postgresql/hba/edit.js'
import type { HbaRecord } from '../../postgresql/hba/record.js'

/** What changes in pg_hba.conf: done in the order of the fields. */
export interface HbaEdit {
  readonly remove?: readonly HbaRecord[]
  /** Roles whose own records go. */
  readonly removeRoles?: readonly string[]
  /** Appended, unless they are there. */
  readonly add?: readonly HbaRecord[]
}

/** The text of pg_hba.conf after an edit; comments and order stay. Throws as `parseHba` (errors name `file`) and `renderHbaRecord`. */
export function editHba(
  text: string,
  { remove = [], removeRoles = [], add = [] }: HbaEdit,
  file: string,
): string {
  let edited = text
  for (const record of remove) edited = removeRecord(edited, record, file).text
  for (const role of removeRoles) edited = removeRoleRecords(edited, role, file).text
  for (const record of add) edited = addRecord(edited, record, file).text
  return edited
}

/** Options of records that are passwords (PostgreSQL documentation, "LDAP Authentication", "RADIUS Authentication"). */
export const SECRET_OPTIONS: ReadonlySet<string> = new Set(['ldapbindpasswd', 'radiussecrets'])

/** `text` with the passwords of pg_hba.conf's options replaced by `***`. */
export function maskHbaSecrets(text: string): string {
  const names = [...SECRET_OPTIONS].join('|')
  return text
    .replaceAll(new RegExp(`"(${names})=(?:[^"\\n]|"")*"`, 'gi'), '"$1=***"')
    .replaceAll(new RegExp(`\\b(${names})=(?!\\*\\*\\*")(?:"(?:[^"\\n]|"")*"|[^\\s"])*`, 'gi'), '$1=***')
}
