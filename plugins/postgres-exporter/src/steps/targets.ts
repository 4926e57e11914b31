import { dirname } from 'node:path'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { editTargets, type TargetEdits, targetsIn } from '../targets.js'

export interface EditTargets {
  path: string
  /** Lock file of all edits: operations on several instances may run at the same time. */
  lock: string
  edits: TargetEdits
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Adds, changes and removes targets in the file that Prometheus reads. */
    'postgres-exporter.targets': EditTargets
  }
}

/** Prometheus runs as another user. */
const MODE = 0o644
const DIRECTORY_MODE = 0o755
const WAIT_MS = 10_000

function edited(path: string, text: string | undefined, edits: TargetEdits): string {
  try {
    return editTargets(text, edits)
  } catch (error) {
    throw operational(
      'PGLIFT_EXPORTER_TARGETS',
      `${path} is no file of targets: ${(error as Error).message}`,
      {
        hint: "remove it, then run 'pglift site-configure install', which writes it again",
      },
    )
  }
}

const EMPTY = '[]\n'

const isNoChange = (before: string | undefined, after: string) =>
  before === after || (before === undefined && after === EMPTY)

/** `isMade`: the file was not there before all this, and goes when nothing is left in it. */
async function save(
  { path, lock, edits }: EditTargets,
  { isMade }: { readonly isMade: boolean },
  { effects }: StepContext,
): Promise<void> {
  const { files, locks } = effects
  await files.makeDirectories(dirname(lock), 0o700)
  await files.makeDirectories(dirname(path), DIRECTORY_MODE)
  const held = await locks.acquire(lock, `editing ${path}`, WAIT_MS)
  try {
    const before = await files.readText(path)
    const after = edited(path, before, edits)
    if (isNoChange(before, after)) return
    if (isMade && after === EMPTY) await files.removeFile(path)
    else await files.write(path, after, MODE)
  } finally {
    await held.release()
  }
}

/** What there was of those entries, and whether there was a file at all. */
interface Former {
  readonly edits: TargetEdits
  readonly existed: boolean
}

/** Undone by the reverse edit: others may have edited the file meanwhile. */
export const targetSteps: Performers = performer<'postgres-exporter.targets', Former>(
  'postgres-exporter.targets',
  {
    async holds({ path, edits }, { effects: { files } }) {
      const text = await files.readText(path)
      return isNoChange(text, edited(path, text, edits))
    },
    async prepare({ path, edits }, { effects: { files } }) {
      const text = await files.readText(path)
      return { edits: targetsIn(text, Object.keys(edits)), existed: text !== undefined }
    },
    do: (args, context) => save(args, { isMade: false }, context),
    async undo(args, { edits, existed }, context) {
      await context.effects.files.removeLeftovers(args.path)
      await save({ ...args, edits }, { isMade: !existed }, context)
    },
    async diff({ path, edits }, { effects: { files } }) {
      const before = await files.readText(path)
      return { path, ...(before === undefined ? {} : { before }), after: edited(path, before, edits) }
    },
  },
)
