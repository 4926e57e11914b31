import { type InstanceManifest, passfileEntries, Secret } from '@pglift/sdk'
import type { Session } from './session.js'

/** The password that the site's password file has for a role on a port. */
async function fromPassfile(
  { settings, effects }: Session,
  port: number,
  role: string,
): Promise<Secret | null> {
  const { passfile } = settings.postgresql.auth
  const text = passfile === null ? undefined : await effects.files.readText(passfile)
  const isFor = (field: string | undefined, value: string) => field === undefined || field === value
  const entry = passfileEntries(text ?? '').find(
    ({ port: its, user, password }) => isFor(its, String(port)) && isFor(user, role) && password !== '',
  )
  return entry === undefined ? null : new Secret(entry.password)
}

/** The manifest of an instance that exists, with the passwords that are known of it. */
export async function withKnownPasswords(
  session: Session,
  desired: InstanceManifest,
  port: number,
): Promise<InstanceManifest> {
  const { surole, replrole } = session.settings.postgresql
  return {
    ...desired,
    surole_password: desired.surole_password ?? (await fromPassfile(session, port, surole.name)),
    replrole_password: desired.replrole_password ?? (await fromPassfile(session, port, replrole ?? '')),
  }
}
