import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { parseHba } from '../../postgresql/hba/parse.js'
import { editCopy } from '../editor/edit-copy.js'
import type { ChangeOptions } from '../instance/change-object.js'
import { operateOn } from '../instance/operation.js'
import type { HbaOutcome } from './change.js'
import { readHba } from './file.js'
import { planHbaReload } from './plan.js'

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
