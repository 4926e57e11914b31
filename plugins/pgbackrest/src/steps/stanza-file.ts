import { dirname } from 'node:path'
import { type Performers, performer, type StepContext } from '@pglift/sdk'
import { type Member, memberOf, withMember, withoutMember } from '../conf/stanza.js'

export interface EditStanzaFile {
  path: string
  /** Lock file of all edits of such files. */
  lock: string
  stanza: string
  /** What the stanza's cluster is to be; null: it goes. */
  member: Member | null
  /** Data directory of the cluster whose place it takes, or that goes. */
  datadir: string
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Binds a cluster to a stanza, or takes it out: one file a stanza, removed when nothing is left in it. */
    'pgbackrest.stanza-file': EditStanzaFile
  }
}

/** The cluster as it was bound before, in JSON. */
interface Former {
  readonly member: Member | null
}

const MODE = 0o640

const WAIT_MS = 10_000

function edited(text: string, { stanza, member, datadir }: Omit<EditStanzaFile, 'path' | 'lock'>): string {
  return member === null ? withoutMember(text, stanza, datadir) : withMember(text, stanza, member, datadir)
}

async function save(args: EditStanzaFile, { effects: { files, locks } }: StepContext): Promise<void> {
  await files.makeDirectories(dirname(args.lock), 0o700)
  const held = await locks.acquire(args.lock, `editing ${args.path}`, WAIT_MS)
  try {
    const before = (await files.readText(args.path)) ?? ''
    const after = edited(before, args)
    if (after === before) return
    if (after === '') await files.removeFile(args.path)
    else await files.write(args.path, after, (await files.status(args.path))?.mode ?? MODE)
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
      return { member: memberOf((await files.readText(path)) ?? '', stanza, datadir) ?? null }
    },
    do: save,
    async undo(args, { member }, context) {
      await context.effects.files.removeLeftovers(args.path)
      await save({ ...args, member, datadir: args.member?.path ?? args.datadir }, context)
    },
    async diff(args, { effects: { files } }) {
      const before = await files.readText(args.path)
      const after = edited(before ?? '', args)
      const { path } = args
      return { path, ...(before === undefined ? {} : { before }), ...(after === '' ? {} : { after }) }
    },
  },
)
