import { join } from 'node:path'
import { makeLockDirectory } from '../../engine/locking.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'

export interface EditRequest {
  /** A command, with arguments if need be. */
  readonly editor: string
  /** Name of the copy: editors choose the language by it. */
  readonly name: string
  readonly text: string
  /** Throws for a text that can't stay; the user may edit it again. */
  check(text: string): void
}

async function runEditor(host: Host, editor: string, copy: string): Promise<string> {
  const argv = ['/bin/sh', '-c', `${editor} "$@"`, editor, copy] as const
  const status = await host.effects.processes.interact(argv, process.env)
  if (status !== 0)
    throw operational('PGLIFT_EDITOR_FAILED', `editor '${editor}' ended with exit status ${status}`, {
      hint: 'set EDITOR to the editor to use',
    })
  return (await host.effects.files.readText(copy)) ?? ''
}

async function editUntilGood(host: Host, { editor, check }: EditRequest, copy: string): Promise<string> {
  for (;;) {
    const text = await runEditor(host, editor, copy)
    try {
      check(text)
      return text
    } catch (error) {
      host.log.error((error as Error).message)
      if (!(await host.ask.confirm('Edit again?', false))) throw error
    }
  }
}

/**
 * Lets the user edit a copy of a text, which lies in a directory of its own that nobody else can read; answers what
 * became of it. Fails with `PGLIFT_EDITOR_FAILED`, or as `check` does when the user gives up.
 */
export async function editCopy(host: Host, request: EditRequest): Promise<string> {
  const { files } = host.effects
  const directory = join(host.engine.lockDirectory, `edit-${process.pid}`)
  await makeLockDirectory(host.engine)
  await files.makeDirectories(directory, 0o700)
  try {
    const copy = join(directory, request.name)
    await files.write(copy, request.text, 0o600)
    return await editUntilGood(host, request, copy)
  } finally {
    await files.removeTree(directory)
  }
}
