import { join } from 'node:path'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import type { Secret } from '../../models/secret.js'
import { baseBackupArgv } from '../../postgresql/argv/base-backup.js'
import { primaryPassfile, upstreamAccess } from './upstream.js'

export interface BaseBackup {
  bindir: string
  datadir: string
  waldir: string
  /** To the primary, without a password. */
  conninfo: string
  slot?: string
  password?: Secret
  /** The site's password file, used when no password is given. */
  passfile?: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Fills the data directory from a primary; a standby comes out. */
    'postgresql.base-backup': BaseBackup
  }
}

/** A primary that keeps its configuration elsewhere (Debian: /etc/postgresql) gives none to its copy. */
async function completeConfiguration(datadir: string, { effects: { files } }: StepContext): Promise<void> {
  for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf']) {
    const path = join(datadir, name)
    if ((await files.status(path)) === undefined) await files.write(path, '', 0o600)
  }
}

/** Copying a primary. What it leaves when it fails goes with the undo of `data-directory.create` before it. */
export const baseBackupSteps: Performers = performer('postgresql.base-backup', {
  async do(args, context) {
    const { effects, log, signal } = context
    const { conninfo, env } = await upstreamAccess(effects, args)
    await effects.processes.run(baseBackupArgv({ ...args, conninfo }), {
      env: { ...env, LC_MESSAGES: 'C' },
      // So that what is left of it after a kill is found by its directory.
      cwd: args.datadir,
      signal,
      onLine: (line) => log.debug(`pg_basebackup: ${line}`),
    })
    await completeConfiguration(args.datadir, context)
  },
  async undo({ datadir }, _, { effects: { files } }) {
    await files.removeLeftovers(primaryPassfile(datadir))
    await files.removeFile(primaryPassfile(datadir))
  },
})
