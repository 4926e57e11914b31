/** What PostgreSQL stores of a password for SCRAM-SHA-256 (RFC 5802). */
export interface ScramVerifier {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/** Bytes of a SHA-256 key. */
export const SCRAM_KEY_BYTES = 32

const BASE64 = '([A-Za-z0-9+/]+={0,2})'
const SCRAM = new RegExp(`^SCRAM-SHA-256\\$(\\d+):${BASE64}\\$${BASE64}:${BASE64}$`)

/** The parts of `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`; undefined when `text` is none. */
export function parseScramVerifier(text: string): ScramVerifier | undefined {
  const match = SCRAM.exec(text)
  if (!match) return undefined
  const [salt, storedKey, serverKey] = match.slice(2).map((part) => Buffer.from(part, 'base64'))
  const iterations = Number(match[1])
  if (!salt || storedKey?.length !== SCRAM_KEY_BYTES || serverKey?.length !== SCRAM_KEY_BYTES)
    return undefined
  return iterations >= 1 && iterations <= 0x7fffffff ? { iterations, salt, storedKey, serverKey } : undefined
}

/** Whether `text` has the form of an MD5 hash as stored for a role. */
export function isMd5Hash(text: string): boolean {
  return /^md5[0-9a-f]{32}$/.test(text)
}

/**
 * Whether PostgreSQL takes `text` as already encrypted (`get_password_type` of its crypt.c). Whatever else is sent
 * as a password is one in clear.
 */
export function isEncryptedPassword(text: string): boolean {
  return isMd5Hash(text) || parseScramVerifier(text) !== undefined
}
