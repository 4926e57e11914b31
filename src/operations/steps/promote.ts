import { join } from 'node:path'
import { type Performers, performer } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import { checksumsArgv } from '../../postgresql/argv/checksums.js'
import { promote } from '../../postgresql/sql/replication.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /**
     * Makes a primary of a running standby and waits for it. There is no way back but pg_rewind; `fresh`: the whole
     * instance goes with an earlier step's undo.
     */
    'postgresql.promote': { instance: Reachable; datadir: string; fresh?: true }
    /** On a stopped instance only. */
    'postgresql.checksums': { bindir: string; datadir: string; action: 'enable' | 'disable' }
  }
}

const PATIENCE_SECONDS = 60

const promoteServer = (sessions: Sessions) =>
  performer('postgresql.promote', {
    holds: async ({ datadir }, { effects }) =>
      (await effects.files.status(join(datadir, 'PG_VERSION'))) !== undefined &&
      (await effects.files.status(join(datadir, 'standby.signal'))) === undefined,
    async do({ instance }) {
      const session = await sessions.to(instance)
      const { text, values } = promote(PATIENCE_SECONDS)
      const { rows } = await session.query<{ promoted: boolean }>(text, values)
      if (rows[0]?.promoted === true) return
      throw operational(
        'PGLIFT_PROMOTE_TIMEOUT',
        `${instance.id} was not promoted within ${PATIENCE_SECONDS} s`,
        {
          hint: 'it goes on replaying WAL; see its log, then try again',
        },
      )
    },
    undoable: ({ fresh }) => fresh === true,
    undo: async () => undefined,
  })

const setChecksums = performer('postgresql.checksums', {
  async do({ bindir, datadir, action }, { effects, log, signal }) {
    await effects.processes.run(checksumsArgv(bindir, datadir, action), {
      signal,
      onLine: (line) => log.debug(`pg_checksums: ${line}`),
    })
  },
  async undo({ bindir, datadir, action }, _, { effects }) {
    const back = action === 'enable' ? 'disable' : 'enable'
    await effects.processes.run(checksumsArgv(bindir, datadir, back))
  },
})

/** Steps of a data directory that exists. */
export const promotionSteps = (sessions: Sessions): Performers => ({
  ...promoteServer(sessions),
  ...setChecksums,
})
