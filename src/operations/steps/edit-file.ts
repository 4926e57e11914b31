import { basename, dirname, join } from 'node:path'
import type { Performer, StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import { runningPostmaster } from './postmaster.js'

interface Former {
  backup: string
}

const backupOf = (path: string, { operationId }: StepContext): string =>
  join(dirname(path), `.${basename(path)}.pglift-${operationId}`)

/**
 * How a configuration file of an instance is edited whose new text follows from its present one. Undone: the former
 * file is put back, and the server, which may have read the edited one, is told.
 */
export function editing<A extends { path: string }>(
  edit: (text: string, args: A) => string,
): Performer<A, Former> {
  return {
    async holds(args, { effects }) {
      const text = await effects.files.readText(args.path)
      return text !== undefined && edit(text, args) === text
    },
    async prepare({ path }, context) {
      const { files } = context.effects
      if ((await files.status(path)) === undefined)
        throw operational('PGLIFT_FILE_MISSING', `there is no ${path} to edit`)
      return { backup: backupOf(path, context) }
    },
    async keep({ path }, { backup }, { effects: { files } }) {
      // An earlier edit of this operation has kept the file as it was before all of it.
      if ((await files.status(backup)) === undefined) await files.link(path, backup)
    },
    async do(args, { effects: { files } }) {
      const mode = (await files.status(args.path))?.mode ?? 0o600
      await files.write(args.path, edit((await files.readText(args.path)) ?? '', args), mode)
    },
    async undo({ path }, { backup }, { effects }) {
      await effects.files.removeLeftovers(path)
      if ((await effects.files.status(backup)) === undefined) return
      await effects.files.rename(backup, path)
      const server = await runningPostmaster(effects, dirname(path))
      if (server !== undefined) effects.processes.signal(server.pid, 'SIGHUP')
    },
    settle: (_, { backup }, { effects }) => effects.files.removeFile(backup),
    async diff(args, { effects }) {
      const before = await effects.files.readText(args.path)
      return { path: args.path, ...(before === undefined ? {} : { before }), after: edit(before ?? '', args) }
    },
  }
}
