import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { operational } from '../errors/kinds.js'
import { isMd5Hash, parseScramVerifier, SCRAM_KEY_BYTES } from './stored-password.js'

/** Server's `scram_iterations` unless set otherwise; fixed before PostgreSQL 16. */
const DEFAULT_SCRAM_ITERATIONS = 4096
const SALT_BYTES = 16

/** Values of `password_encryption`. */
export type PasswordEncryption = 'scram-sha-256' | 'md5'

export interface ScramOptions {
  /** The server's `scram_iterations`. */
  iterations?: number
  /** 16 random bytes unless given. */
  salt?: Buffer
}

/**
 * Computes what PostgreSQL stores in pg_authid for `password` (RFC 5802, RFC 7677):
 * `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. The derivation runs in the thread pool, so many at
 * once use all cores.
 *
 * @throws operational `PGLIFT_PASSWORD` for a password that PostgreSQL can't hold (see `passwordFault`).
 */
export async function scramVerifier(password: string, options: ScramOptions = {}): Promise<string> {
  assertPassword(password)
  const iterations = options.iterations ?? DEFAULT_SCRAM_ITERATIONS
  const salt = options.salt ?? randomBytes(SALT_BYTES)
  const { storedKey, serverKey } = await deriveKeys(password, salt, iterations)
  const keys = `${storedKey.toString('base64')}:${serverKey.toString('base64')}`
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${keys}`
}

/**
 * What PostgreSQL stores for `password` when `password_encryption` is md5. Such roles can't log in by SCRAM.
 *
 * @throws operational `PGLIFT_PASSWORD`, as `scramVerifier`.
 */
export function md5Verifier(password: string, role: string): string {
  assertPassword(password)
  return `md5${createHash('md5').update(password).update(role).digest('hex')}`
}

/** The verifier to send for `password`, of the kind that the server wants. */
export async function passwordVerifier(
  password: string,
  role: string,
  encryption: PasswordEncryption = 'scram-sha-256',
  options: ScramOptions = {},
): Promise<string> {
  return encryption === 'md5' ? md5Verifier(password, role) : scramVerifier(password, options)
}

/** Why PostgreSQL can't hold `password`, without quoting it; undefined when it can. */
export function passwordFault(password: string): string | undefined {
  if (password === '') return 'password must not be empty'
  if (password.includes('\0')) return 'password must not contain a NUL character'
  return password.isWellFormed() ? undefined : 'password is not valid Unicode'
}

/**
 * Whether `verifier`, as stored in pg_authid for `role`, is that of `password`. An unknown form gives false. The
 * time taken does not depend on where they differ.
 */
export async function verifies(password: string, verifier: string, role: string): Promise<boolean> {
  if (passwordFault(password) !== undefined) return false
  if (isMd5Hash(verifier)) {
    return timingSafeEqual(Buffer.from(md5Verifier(password, role)), Buffer.from(verifier))
  }
  const parsed = parseScramVerifier(verifier)
  if (!parsed) return false
  const { storedKey, serverKey } = await deriveKeys(password, parsed.salt, parsed.iterations)
  const sameStored = timingSafeEqual(storedKey, parsed.storedKey)
  return timingSafeEqual(serverKey, parsed.serverKey) && sameStored
}

async function deriveKeys(
  password: string,
  salt: Buffer,
  iterations: number,
): Promise<{ storedKey: Buffer; serverKey: Buffer }> {
  const prepared = await prepare(password)
  const salted = await promisify(pbkdf2)(prepared, salt, iterations, SCRAM_KEY_BYTES, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  return { storedKey: createHash('sha256').update(clientKey).digest(), serverKey: hmac(salted, 'Server Key') }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

async function prepare(password: string): Promise<string> {
  // PostgreSQL leaves ASCII alone, control characters included; the tables are loaded for others only
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII
  if (/^[\x00-\x7f]*$/.test(password)) return password
  const { saslprep } = await import('./saslprep.js')
  return saslprep(password)
}

function assertPassword(password: string): void {
  const fault = passwordFault(password)
  if (fault !== undefined) throw operational('PGLIFT_PASSWORD', fault)
}
