import { dirname } from 'node:path'
import { backupPath } from '../../engine/backup-path.js'
import type { Performer, StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import { runningPostmaster } from './postmaster.js'

interface Former {
  backup: string
  /** The file itself, where the path is a symbolic link, which stays one. */
  file?: string
}

/**
 * How a configuration file of an instance is edited whose new text follows from its present one. Undone: the former
 * file is put back, and the server, which may have read the edited one, is told. `--diff` shows both texts by `mask`:
 * without the passwords that may be in them.
 */
export function editing<A extends { path: string }>(
  edit: (text: string, args: A, context: StepContext) => string | Promise<string>,
  mask: (text: string) => string,
): Performer<A, Former> {
  return {
    async holds(args, context) {
      const text = await context.effects.files.readEditable(args.path)
      return text !== undefined && (await edit(text, args, context)) === text
    },
    async prepare({ path }, context) {
      const { files } = context.effects
      const file = await files.realPath(path)
      if (file === undefined) throw operational('PGLIFT_FILE_MISSING', `there is no ${path} to edit`)
      return { backup: backupPath(file, context), file }
    },
    async keep({ path }, { backup, file = path }, { effects: { files } }) {
      // An earlier edit of this operation has kept the file as it was before all of it.
      if ((await files.status(backup)) === undefined) await files.link(file, backup)
    },
    async do(args, context) {
      const { files } = context.effects
      const file = (await files.realPath(args.path)) ?? args.path
      const mode = (await files.status(file))?.mode ?? 0o600
      const text = (await files.readEditable(file)) ?? ''
      await files.write(file, await edit(text, args, context), mode)
    },
    async undo({ path }, { backup, file = path }, { effects }) {
      await effects.files.removeLeftovers(file)
      if ((await effects.files.status(backup)) === undefined) return
      await effects.files.rename(backup, file)
      const server = await runningPostmaster(effects, dirname(path))
      if (server !== undefined) effects.processes.signal(server.pid, 'SIGHUP')
    },
    settle: (_, { backup }, { effects }) => effects.files.removeFile(backup),
    async diff(args, context) {
      const before = await context.effects.files.readEditable(args.path)
      const after = mask(await edit(before ?? '', args, context))
      return { path: args.path, ...(before === undefined ? {} : { before: mask(before) }), after }
    },
  }
}
