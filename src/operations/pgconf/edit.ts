import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { diffConf } from '../../postgresql/conf/diff.js'
import { type ConfDocument, confEntries, parseConf } from '../../postgresql/conf/document.js'
import { editCopy } from '../editor/edit-copy.js'
import { type ConfOutcome, changeConf } from './change.js'
import { readConf } from './file.js'

function includes({ lines }: ConfDocument): string {
  return JSON.stringify(lines.flatMap(({ include }) => (include === undefined ? [] : [include])))
}

/**
 * Opens a copy of postgresql.conf in the editor and applies the parameters that differ afterwards; comments are left as
 * they were. Undefined when no parameter differs. Fails as `editCopy` does, or with `PGLIFT_FILE_CHANGED`.
 */
export async function editConfiguration(
  host: Host,
  instance: ObservedInstance,
  editor: string,
  options: { dryRun?: boolean } = {},
): Promise<ConfOutcome | undefined> {
  const { path, text: before, document } = await readConf(host, instance)
  const check = (text: string) => void parseConf(text, path)
  const after = parseConf(
    await editCopy(host, { editor, name: 'postgresql.conf', text: before, check }),
    path,
  )
  if (includes(after) !== includes(document))
    host.log.warning(`include directives are not changed by pglift: change them in ${path} itself`)
  const changes = Object.entries(diffConf(confEntries(document), confEntries(after)))
  if (changes.length === 0) return undefined
  if ((await readConf(host, instance)).text !== before)
    throw operational('PGLIFT_FILE_CHANGED', `${path} was changed while it was being edited`, {
      hint: 'start again from what it is now',
    })
  const edits = Object.fromEntries(changes.map(([name, [, value]]) => [name, value]))
  return changeConf(host, instance, edits, { verb: 'pgconf edit', ...options })
}
