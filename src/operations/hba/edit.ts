import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import { editCopy } from '../editor/edit-copy.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { operateOn } from '../instance/operation.js'
import type { HbaOutcome } from './change.js'
import { readHba } from './file.js'
import { planHbaReload, planHbaReplacement } from './plan.js'

const UNCHANGED: HbaOutcome = { changed: false, diffs: [] }

/**
 * Opens pg_hba.conf in `editor`, then replaces it, unless that changed nothing or PostgreSQL would refuse it. Fails with
 * `PGLIFT_FILE_CHANGED` when it was changed by someone else meanwhile.
 */
export async function editHbaFile(
  host: Host,
  instance: ObservedInstance,
  editor: string,
  options: ChangeOptions = {},
): Promise<HbaOutcome> {
  const { path, text: before } = await readHba(host, instance)
  await host.effects.files.readEditable(path) // refused now, not after the user's work
  const check = (text: string) => void parseHba(text, path)
  const text = await editCopy(host, { editor, name: 'pg_hba.conf', text: before, check })
  if (text === before) {
    host.log.info('no change')
    return UNCHANGED
  }
  return operateOn(host, instance, { verb: 'pghba edit', ...options }, async (operation) => {
    if ((await readHba(host, instance)).text !== before)
      throw operational('PGLIFT_FILE_CHANGED', `${path} was changed while it was being edited`, {
        hint: 'start again from what it is now',
      })
    const plan = await planHbaReplacement(host, instance, text, 'HBA configuration updated')
    if (instance.running) plan.append(await planHbaReload(host, instance))
    await operation.apply(plan)
    return { changed: true, diffs: operation.diffs }
  })
}
