/** What an SQLSTATE means to pglift; `other` for the rest. */
export type SqlFault =
  | 'dependent-objects'
  | 'duplicate'
  | 'undefined'
  | 'insufficient-privilege'
  | 'authentication'
  | 'read-only'
  | 'in-use'
  | 'not-ready'
  | 'lost-connection'
  | 'invalid-value'
  | 'missing-file'
  | 'cancelled'
  | 'limit'
  | 'other'

/** By condition code (appendix "PostgreSQL Error Codes"). */
const BY_CODE: Readonly<Record<string, SqlFault>> = {
  '2BP01': 'dependent-objects',
  '2B000': 'dependent-objects',
  '42710': 'duplicate',
  '42P04': 'duplicate',
  '42P06': 'duplicate',
  '42P07': 'duplicate',
  '42723': 'duplicate',
  '23505': 'duplicate',
  '42704': 'undefined',
  '42P01': 'undefined',
  '42883': 'undefined',
  '42703': 'undefined',
  '3D000': 'undefined',
  '3F000': 'undefined',
  '42501': 'insufficient-privilege',
  '28000': 'authentication',
  '28P01': 'authentication',
  '25006': 'read-only',
  '55006': 'in-use',
  '55P03': 'in-use',
  '55000': 'not-ready',
  '57P03': 'not-ready',
  '57P01': 'lost-connection',
  '57P02': 'lost-connection',
  '22023': 'invalid-value',
  '22007': 'invalid-value',
  '22008': 'invalid-value',
  '22P02': 'invalid-value',
  '42602': 'invalid-value',
  '42622': 'invalid-value',
  '42939': 'invalid-value',
  '58P01': 'missing-file',
  '57014': 'cancelled',
  '53300': 'limit',
  '53400': 'limit',
  '53100': 'limit',
}

/** By class, the first two characters, where the whole class means one thing. */
const BY_CLASS: Readonly<Record<string, SqlFault>> = {
  '08': 'lost-connection',
  '28': 'authentication',
  '53': 'limit',
}

/** What an SQLSTATE means. */
export function sqlFault(sqlstate: string | undefined): SqlFault {
  if (sqlstate === undefined) return 'other'
  return BY_CODE[sqlstate] ?? BY_CLASS[sqlstate.slice(0, 2)] ?? 'other'
}

/** The fields of a server error that are shown; node-postgres' DatabaseError has them. */
export interface ServerError {
  message: string
  code?: string
  detail?: string
  hint?: string
}

/**
 * The server's message, with its detail as the original shows it:
 * `role "x" cannot be dropped because some objects depend on it (detail: owner of database d)`.
 */
export function describeServerError({ message, detail }: ServerError): string {
  return detail ? `${message} (detail: ${detail})` : message
}
