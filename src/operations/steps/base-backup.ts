import { type Performers, performer } from '../../engine/step.js'
import type { Secret } from '../../models/secret.js'
import { baseBackupArgv } from '../../postgresql/argv/base-backup.js'

export interface BaseBackup {
  bindir: string
  datadir: string
  waldir: string
  /** To the primary, without a password. */
  conninfo: string
  slot?: string
  password?: Secret
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Fills the data directory from a primary; a standby comes out. */
    'postgresql.base-backup': BaseBackup
  }
}

/** Copying a primary. What it leaves when it fails goes with the undo of `data-directory.create` before it. */
export const baseBackupSteps: Performers = performer('postgresql.base-backup', {
  async do({ password, ...args }, { effects, log, signal }) {
    await effects.processes.run(baseBackupArgv(args), {
      env: { ...(password === undefined ? {} : { PGPASSWORD: password.reveal() }) },
      signal,
      onLine: (line) => log.debug(`pg_basebackup: ${line}`),
    })
  },
  undo: async () => undefined,
})
