import { isSecretKeyword } from './conninfo-keywords.js'
import { type ConninfoParams, conninfoError, storeParameter } from './conninfo-params.js'
import { isConninfoUri, maskUri, parseConninfoUri } from './conninfo-uri.js'

export type { ConninfoParams } from './conninfo-params.js'
export { isConninfoUri } from './conninfo-uri.js'

const MASK = '********'
const SPACE = /[ \t\n\v\f\r]/

/**
 * Parses a connection string, keyword/value or URI, as libpq's `PQconninfoParse` (chapter "Connection Strings"):
 * only what the string says, without defaults, service files or environment.
 *
 * @throws operational `PGLIFT_CONNINFO` with libpq's message, in which a password never shows.
 */
export function parseConninfo(text: string): ConninfoParams {
  if (text.includes('\0')) throw conninfoError('connection info string must not contain a NUL character')
  return isConninfoUri(text) ? parseConninfoUri(text) : parseKeywords(text)
}

function parseKeywords(text: string): ConninfoParams {
  const params: ConninfoParams = {}
  let at = skipSpace(text, 0)
  let secretSeen = false
  while (at < text.length) {
    const keyword = /^[^= \t\n\v\f\r]*/.exec(text.slice(at))?.[0] ?? ''
    // A password with a blank that nobody quoted leaves its tail here, where a key word is expected
    const shown = secretSeen ? MASK : keyword
    at = skipSpace(text, at + keyword.length)
    if (text[at] !== '=') throw conninfoError(`missing "=" after "${shown}" in connection info string`)
    const { value, end } = parseValue(text, skipSpace(text, at + 1))
    storeParameter(params, keyword, value, `invalid connection option "${shown}"`)
    secretSeen ||= isSecretKeyword(keyword)
    at = skipSpace(text, end)
  }
  return params
}

function parseValue(text: string, start: number): { value: string; end: number } {
  const quoted = text[start] === "'"
  let value = ''
  let at = quoted ? start + 1 : start
  while (at < text.length) {
    const character = text.charAt(at)
    if (quoted ? character === "'" : SPACE.test(character)) return { value, end: at + 1 }
    if (character === '\\') at++
    value += text.charAt(at)
    at++
  }
  if (quoted) throw conninfoError('unterminated quoted string in connection info string')
  return { value, end: at }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.test(text.charAt(at))) at++
  return at
}

/** Writes a keyword/value string that `parseConninfo` and libpq read back to `params`, in their order. */
export function formatConninfo(params: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([keyword, value]) => `${keyword}=${quoteValue(String(value))}`)
    .join(' ')
}

function quoteValue(value: string): string {
  if (/^[^\s'\\]+$/.test(value)) return value
  return `'${value.replace(/['\\]/g, '\\$&')}'`
}

/** `params` without any password or key. */
export function withoutPassword(params: ConninfoParams): ConninfoParams {
  return Object.fromEntries(Object.entries(params).filter(([keyword]) => !isSecretKeyword(keyword)))
}

/** Whether a connection string carries a password or key. */
export function hasPassword(params: ConninfoParams): boolean {
  return Object.keys(params).some(isSecretKeyword)
}

/** Splits the password off a connection string, for PGPASSWORD; other secrets (`sslpassword`), which have no variable, are dropped. */
export function splitPassword(conninfo: string): { conninfo: string; password?: string } {
  const params = parseConninfo(conninfo)
  const text = formatConninfo(withoutPassword(params))
  return params.password === undefined ? { conninfo: text } : { conninfo: text, password: params.password }
}

/**
 * A connection string to show: as it was, but each password or key is `********`. A string that cannot be parsed
 * shows from its first password on as `********`, since where that ends is not known.
 */
export function obfuscateConninfo(text: string): string {
  if (isConninfoUri(text)) return maskUri(text)
  let params: ConninfoParams
  try {
    params = parseConninfo(text)
  } catch {
    return text.replace(/((?:pass|secret|_key)\w*\s*=).*$/is, `$1${MASK}`)
  }
  if (!hasPassword(params)) return text
  return formatConninfo(
    Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, isSecretKeyword(key) ? MASK : value]),
    ),
  )
}
