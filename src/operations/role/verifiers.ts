import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RoleManifest } from '../../models/role.js'
import { type PasswordEncryption, passwordVerifier, verifies } from '../../postgresql/scram.js'
import { hasFeature } from '../../postgresql/versions.js'
import type { ObservedRole } from './observed-role.js'

/** How the server wants passwords to be stored. */
export interface PasswordStorage {
  readonly encryption: PasswordEncryption
  /** Of SCRAM; undefined for PostgreSQL's own default. */
  readonly iterations?: number
}

/** What the server's settings say (parameters `password_encryption`, `scram_iterations`). */
export function passwordStorage({
  conf,
  version,
}: Pick<ObservedInstance, 'conf' | 'version'>): PasswordStorage {
  // PostgreSQL 13 still takes `on` for md5; its default is md5 too, but SCRAM serves clients of method md5 as well.
  const encryption = String(conf.password_encryption ?? '').toLowerCase()
  if (/^(md5|on|true|yes|1)$/.test(encryption)) return { encryption: 'md5' }
  const iterations = Number(conf.scram_iterations)
  const known = hasFeature(version, 'scramIterations') && Number.isInteger(iterations)
  return { encryption: 'scram-sha-256', ...(known && iterations > 0 ? { iterations } : {}) }
}

async function newVerifier(
  { name, password, encrypted_password }: RoleManifest,
  present: ObservedRole | undefined,
  { encryption, iterations }: PasswordStorage,
): Promise<string | undefined> {
  const stored = present?.verifier?.reveal()
  if (encrypted_password !== null) {
    const given = encrypted_password.reveal()
    return given === stored ? undefined : given
  }
  if (password === null) return undefined
  const clear = password.reveal()
  if (stored !== undefined && (await verifies(clear, stored, name))) return undefined
  return passwordVerifier(clear, name, encryption, iterations === undefined ? {} : { iterations })
}

/** The verifier to store for each role whose password changes, by name. Computed on all cores. */
export async function newVerifiers(
  roles: readonly RoleManifest[],
  observed: ReadonlyMap<string, ObservedRole>,
  storage: PasswordStorage,
): Promise<Map<string, string>> {
  const found = await Promise.all(
    roles.map(
      async (role) => [role.name, await newVerifier(role, observed.get(role.name), storage)] as const,
    ),
  )
  return new Map(found.flatMap(([name, verifier]) => (verifier === undefined ? [] : [[name, verifier]])))
}
