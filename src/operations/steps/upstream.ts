import { basename, dirname, join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import type { Secret } from '../../models/secret.js'
import { formatConninfo, parseConninfo } from '../../postgresql/conninfo.js'
import { renderEntry } from '../../postgresql/passfile.js'

/**
 * Where a standby keeps the password for its primary: beside the data directory, mode 0600. `--write-recovery-conf`
 * would put a password that it got by PGPASSWORD into `primary_conninfo` of postgresql.auto.conf: every base backup
 * would carry it, and every member of pg_monitor could read it in pg_settings. Given by a file, libpq notes its path.
 */
export function primaryPassfile(datadir: string): string {
  return join(dirname(datadir), `.${basename(datadir)}.primary.pgpass`)
}

export interface UpstreamArgs {
  readonly datadir: string
  readonly conninfo: string
  readonly password?: Secret
  readonly passfile?: string
}

/** How pg_basebackup and pg_rewind, and the standby that they write the configuration of, reach the primary. */
export async function upstreamAccess(
  { files }: Pick<Effects, 'files'>,
  { datadir, conninfo, password, passfile }: UpstreamArgs,
): Promise<{ conninfo: string; env: Record<string, string | undefined> }> {
  const { PGPASSWORD, PGPASSFILE } = process.env
  const secret = password?.reveal() ?? PGPASSWORD
  if (secret === undefined) return { conninfo, env: { PGPASSFILE: PGPASSFILE ?? passfile } }
  const path = primaryPassfile(datadir)
  await files.write(path, `${renderEntry({ password: secret })}\n`, 0o600) // for any server and role
  return {
    conninfo: formatConninfo({ ...parseConninfo(conninfo), passfile: path }),
    env: { PGPASSWORD: undefined },
  }
}
