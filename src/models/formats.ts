import { hasPassword, isConninfoUri, parseConninfo } from '../postgresql/conninfo.js'
import {
  CONTROL_CHARACTER,
  type IdentifierKind,
  identifierFault,
  instanceNameFault,
  slotNameFault,
} from '../postgresql/names.js'
import { isEncryptedPassword } from '../postgresql/stored-password.js'
import { parseDate } from './date.js'

/** Why a text isn't of the format, or undefined if it is. */
export type FormatCheck = (text: string) => string | undefined

const KINDS = ['role', 'database', 'schema', 'publication', 'subscription'] as const

/** Every `format` of a schema, with its check. A schema with another one is a bug, found when it is compiled. */
export const FORMATS: ReadonlyMap<string, FormatCheck> = new Map<string, FormatCheck>([
  ...KINDS.map((kind): [string, FormatCheck] => [`${kind}-name`, identifier(kind)]),
  ['pg-identifier', identifier('identifier')],
  ['extension-name', (text) => identifierFault(text, 'extension') ?? extensionFault('extension name', text)],
  ['extension-version', (text) => extensionFault('extension version', text) ?? lineFault(text)],
  ['slot-name', slotNameFault],
  ['instance-name', instanceNameFault],
  ['parameter-name', parameterFault],
  ['single-line', lineFault],
  ['password-text', passwordFault],
  ['encrypted-password', encryptedFault],
  ['datetime', (text) => (parseDate(text) ? undefined : 'invalid datetime format')],
  ['conninfo', conninfoFault],
  ['conninfo-without-password', (text) => conninfoFault(text) ?? passwordlessFault(text)],
  [
    'connection-uri',
    (text) => (isConninfoUri(text) ? conninfoFault(text) : 'expecting a libpq connection URI'),
  ],
])

function identifier(kind: IdentifierKind): FormatCheck {
  return (text) => identifierFault(text, kind)
}

// CREATE EXTENSION's own rule (src/backend/commands/extension.c): both become parts of script file names.
function extensionFault(what: string, text: string): string | undefined {
  if (text === '') return `${what} must not be empty`
  if (text.includes('--')) return `${what} must not contain "--"`
  if (text.startsWith('-') || text.endsWith('-')) return `${what} must not begin or end with "-"`
  return /[/\\]/.test(text) ? `${what} must not contain directory separator characters` : undefined
}

function parameterFault(text: string): string | undefined {
  return /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)*$/.test(text) && text.length <= 256
    ? undefined
    : `invalid configuration parameter name ${JSON.stringify(text)}`
}

function lineFault(text: string): string | undefined {
  if (CONTROL_CHARACTER.test(text)) return 'value must not contain control characters'
  return text.isWellFormed() ? undefined : 'value is not valid Unicode'
}

function passwordFault(text: string): string | undefined {
  // A password file has one entry a line, and libpq passes C strings.
  if (/[\0\r\n]/.test(text)) return 'password must not contain NUL or newline characters'
  return text.isWellFormed() ? undefined : 'password is not valid Unicode'
}

// The server takes anything else for clear text, and logs the statement with it (PostgreSQL documentation,
// "pg_authid": rolpassword).
function encryptedFault(text: string): string | undefined {
  return isEncryptedPassword(text) ? undefined : 'expecting an MD5 hash or a SCRAM-SHA-256 verifier'
}

function conninfoFault(text: string): string | undefined {
  try {
    parseConninfo(text)
    return lineFault(text)
  } catch (error) {
    return (error as Error).message
  }
}

function passwordlessFault(text: string): string | undefined {
  return hasPassword(parseConninfo(text)) ? 'connection string must not contain a password' : undefined
}
