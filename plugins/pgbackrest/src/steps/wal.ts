import { join } from 'node:path'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { archivePushArgv } from '../argv/archive.js'
import { runPgbackrest } from '../run.js'
import { runContext, type StanzaArgs } from './tool.js'

export interface ArchiveRest extends StanzaArgs {
  /** Where WAL really lies. */
  waldir: string
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Archives what a stopped server finished and could not archive: a restore removes it. */
    'pgbackrest.archive-rest': ArchiveRest
    /** Renames a directory of WAL whose cluster is gone: what is in it may be nowhere else. */
    'pgbackrest.put-aside': { directory: string; aside: string }
  }
}

const READY = '.ready'

/** Names of the segments, oldest first, that wait for being archived. */
async function waiting({ waldir }: ArchiveRest, { effects: { files } }: StepContext): Promise<string[]> {
  const names = await files.list(join(waldir, 'archive_status'))
  return names
    .filter((name) => name.endsWith(READY))
    .map((name) => name.slice(0, -READY.length))
    .sort()
}

const archiveRest = performer('pgbackrest.archive-rest', {
  holds: async (args, context) => (await waiting(args, context)).length === 0,
  async do(args, context) {
    const { stanza, waldir, datadir } = args
    for (const segment of await waiting(args, context)) {
      const what = `archive WAL segment ${segment}, which a restore would remove`
      const argv = archivePushArgv(args, stanza, datadir, join(waldir, segment))
      await runPgbackrest(argv, runContext(context), { what })
    }
  },
  undo: async () => undefined,
})

const putAside = performer('pgbackrest.put-aside', {
  holds: async ({ directory }, { effects: { files } }) => (await files.list(directory)).length === 0,
  async prepare({ aside }, { effects: { files } }) {
    if ((await files.status(aside)) === undefined) return
    throw operational('PGLIFT_PUT_ASIDE', `${aside} exists already`, {
      hint: 'move it away, then try again',
    })
  },
  do: ({ directory, aside }, { effects: { files } }) => files.rename(directory, aside),
  async undo({ directory, aside }, _, { effects: { files } }) {
    if ((await files.status(aside)) === undefined) return
    if (await files.removeEmptyDirectory(directory)) await files.rename(aside, directory)
  },
})

/** What is done to WAL before a restore. */
export const walSteps: Performers = { ...archiveRest, ...putAside }
