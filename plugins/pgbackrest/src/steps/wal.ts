import { join } from 'node:path'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { archivePushArgv } from '../argv/archive.js'
import { runPgbackrest } from '../run.js'
import { unarchivedFiles, waitingSegments } from '../unarchived.js'
import { runContext, type StanzaArgs } from './tool.js'

export interface ArchiveRest extends StanzaArgs {
  /** Where WAL really lies. */
  waldir: string
  /** What becomes of it otherwise: `a restore would remove`. */
  why: string
  /** Warns when it can't be archived, instead of failing. */
  lenient?: true
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Archives what a stopped server finished and could not archive: it goes with the data directory. */
    'pgbackrest.archive-rest': ArchiveRest
    /** Renames a directory of WAL whose cluster is gone: what is in it may be nowhere else. */
    'pgbackrest.put-aside': { directory: string; aside: string }
    /** Copies what was put aside and may be nowhere else into the restored cluster, whose recovery reads it after the archive. */
    'pgbackrest.bring-back': { aside: string; datadir: string }
  }
}

async function archive(args: ArchiveRest, context: StepContext): Promise<void> {
  const { stanza, waldir, datadir, why } = args
  for (const segment of await waitingSegments(context.effects, waldir)) {
    const what = `archive WAL segment ${segment}, which ${why}`
    const argv = archivePushArgv(args, stanza, datadir, join(waldir, segment))
    await runPgbackrest(argv, runContext(context), { what })
  }
}

const archiveRest = performer('pgbackrest.archive-rest', {
  holds: async ({ waldir }, { effects }) => (await waitingSegments(effects, waldir)).length === 0,
  do: (args, context) =>
    archive(args, context).catch((error: Error) => {
      context.signal.throwIfAborted()
      if (args.lenient !== true) throw error
      context.log.warning(error.message)
    }),
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

const bringBack = performer('pgbackrest.bring-back', {
  holds: async ({ aside }, { effects }) => (await unarchivedFiles(effects, aside)).length === 0,
  async do({ aside, datadir }, { effects, signal }) {
    const names = await unarchivedFiles(effects, aside)
    const argv = [
      'cp',
      '-p',
      '--reflink=auto',
      `--target-directory=${join(datadir, 'pg_wal')}`,
      '--',
    ] as const
    await effects.processes.run([...argv, ...names.map((name) => join(aside, name))], { signal })
  },
  undo: async () => undefined,
})

/** What is done to WAL before a restore and after it. */
export const walSteps: Performers = { ...archiveRest, ...putAside, ...bringBack }
