import { dirname } from 'node:path'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { holdsSecret } from '../conf/secret-options.js'
import {
  type Entry,
  entryOf,
  type Member,
  stanzaPaths,
  withEntry,
  withMember,
  withoutMember,
} from '../conf/stanza.js'

export interface EditStanzaFile {
  path: string
  /** Lock file of all edits of such files. */
  lock: string
  stanza: string
  /** What the stanza's cluster is to be; null: it goes. */
  member: Member | null
  /** Data directory of the cluster whose place it takes, or that goes. */
  datadir: string
  /** A new primary has its stanza to itself: fails when another creation, at the same time, has taken it. */
  exclusive?: true
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Binds a cluster to a stanza, or takes it out: one file a stanza, removed when nothing is left in it. */
    'pgbackrest.stanza-file': EditStanzaFile
  }
}

/** The cluster as it was bound before; null: it was not. */
interface Former {
  readonly entry: Entry | null
}

const MODE = 0o640

const WAIT_MS = 10_000

/** Fails with `PGLIFT_PGBACKREST_BOUND` when the stanza is another cluster's; one that was deleted by hand has none. */
async function requireFree(
  text: string,
  { stanza, datadir }: EditStanzaFile,
  { effects: { files } }: StepContext,
): Promise<void> {
  for (const other of stanzaPaths(text, stanza).values())
    if (other !== datadir && (await files.status(other)) !== undefined)
      throw operational(
        'PGLIFT_PGBACKREST_BOUND',
        `stanza '${stanza}' is already bound to another instance (datadir=${other})`,
        { hint: 'choose another stanza' },
      )
}

function edited(text: string, { stanza, member, datadir }: EditStanzaFile): string {
  return member === null ? withoutMember(text, stanza, datadir) : withMember(text, stanza, member, datadir)
}

function reverted(text: string, { stanza, member, datadir }: EditStanzaFile, { entry }: Former): string {
  const now = member?.path ?? datadir
  return entry === null ? withoutMember(text, stanza, now) : withEntry(text, stanza, entry, now)
}

async function save(
  { path, lock }: EditStanzaFile,
  edit: (text: string) => string | Promise<string>,
  { effects: { files, locks } }: StepContext,
): Promise<void> {
  await files.makeDirectories(dirname(lock), 0o700)
  const held = await locks.acquire(lock, `editing ${path}`, WAIT_MS)
  try {
    const before = (await files.readText(path)) ?? ''
    const after = await edit(before)
    if (after === before) return
    if (after === '') await files.removeFile(path)
    else await files.write(path, after, (await files.status(path))?.mode ?? MODE)
  } finally {
    await held.release()
  }
}

/** Editing the files of stanzas. Undone by the reverse edit: other instances of the stanza may have edited it meanwhile. */
export const stanzaFileSteps: Performers = performer<'pgbackrest.stanza-file', Former>(
  'pgbackrest.stanza-file',
  {
    async holds(args, { effects: { files } }) {
      const text = (await files.readText(args.path)) ?? ''
      return edited(text, args) === text
    },
    async prepare({ path, stanza, datadir }, { effects: { files } }) {
      return { entry: entryOf((await files.readText(path)) ?? '', stanza, datadir) ?? null }
    },
    do: (args, context) =>
      save(
        args,
        async (text) => {
          if (args.exclusive === true) await requireFree(text, args, context)
          return edited(text, args)
        },
        context,
      ),
    async undo(args, former, context) {
      await context.effects.files.removeLeftovers(args.path)
      await save(args, (text) => reverted(text, args, former), context)
    },
    async diff(args, { effects: { files } }) {
      const before = await files.readText(args.path)
      const after = edited(before ?? '', args)
      if (holdsSecret(`${before}\n${after}`)) return undefined
      const { path } = args
      return { path, ...(before === undefined ? {} : { before }), ...(after === '' ? {} : { after }) }
    },
  },
)
