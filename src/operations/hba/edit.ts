import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import { operateOn } from '../instance/operation.js'
import type { HbaOptions, HbaOutcome } from './change.js'
import { readHba } from './file.js'
import { planHbaReload } from './plan.js'

const UNCHANGED: HbaOutcome = { changed: false, diffs: [] }

/** Lets the user edit a copy in a private directory: it may hold passwords. Answers its text. */
async function editedCopy(host: Host, editor: string, copy: string): Promise<string> {
  // As git does: the editor may be a command with arguments.
  const argv = ['/bin/sh', '-c', `${editor} "$@"`, editor, copy] as const
  const status = await host.effects.processes.interact(argv, process.env)
  if (status !== 0)
    throw operational('PGLIFT_EDITOR_FAILED', `editor '${editor}' ended with exit status ${status}`, {
      hint: 'set EDITOR to the editor to use',
    })
  return (await host.effects.files.readText(copy)) ?? ''
}

/** Until what comes back can be parsed, or the user gives up. */
async function editUntilValid(host: Host, editor: string, copy: string, path: string): Promise<string> {
  for (;;) {
    const text = await editedCopy(host, editor, copy)
    try {
      parseHba(text, path)
      return text
    } catch (error) {
      const { message } = error as Error
      host.log.error(message)
      if (!(await host.ask.confirm('Edit again?', false))) throw error
    }
  }
}

async function edited(host: Host, editor: string, path: string, text: string): Promise<string> {
  const { files } = host.effects
  const directory = join(host.engine.lockDirectory, `edit-${process.pid}`)
  await files.makeDirectories(directory, 0o700)
  try {
    const copy = join(directory, 'pg_hba.conf')
    await files.write(copy, text, 0o600)
    return await editUntilValid(host, editor, copy, path)
  } finally {
    await files.removeTree(directory)
  }
}

/**
 * Opens pg_hba.conf in `editor`, then replaces it, unless that changed nothing or PostgreSQL would refuse it. Fails with
 * `PGLIFT_FILE_CHANGED` when it was changed by someone else meanwhile.
 */
export async function editHbaFile(
  host: Host,
  instance: ObservedInstance,
  editor: string,
  options: HbaOptions = {},
): Promise<HbaOutcome> {
  const { path, text: before } = await readHba(host, instance)
  const text = await edited(host, editor, path, before)
  if (text === before) {
    host.log.info('no change')
    return UNCHANGED
  }
  return operateOn(host, instance, { verb: 'pghba edit', ...options }, async (operation) => {
    if ((await readHba(host, instance)).text !== before)
      throw operational('PGLIFT_FILE_CHANGED', `${path} was changed while it was being edited`, {
        hint: 'start again from what it is now',
      })
    const plan = new Plan().step(
      'hba.replace',
      { path, text: new Secret(text) },
      { title: 'HBA configuration updated' },
    )
    if (instance.running) plan.append(await planHbaReload(host, instance))
    await operation.apply(plan)
    return { changed: true, diffs: operation.diffs }
  })
}
