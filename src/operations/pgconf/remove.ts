import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { confEntries } from '../../postgresql/conf/document.js'
import { foldName } from '../../postgresql/conf/value.js'
import { type ConfOutcome, changeConf } from './change.js'
import { readConf } from './file.js'

/** Takes parameters back. Fails with `PGLIFT_PARAMETER_NOT_FOUND` for those that have no active entry in postgresql.conf. */
export async function removeParameters(
  host: Host,
  instance: ObservedInstance,
  names: readonly string[],
  options: { dryRun?: boolean } = {},
): Promise<ConfOutcome> {
  const { path, document } = await readConf(host, instance)
  const active = confEntries(document)
  const missing = names.filter((name) => active[foldName(name)] === undefined)
  if (missing.length > 0) {
    const list = missing.map((name) => `'${name}'`).join(', ')
    throw operational('PGLIFT_PARAMETER_NOT_FOUND', `${list} not found in managed configuration`, {
      hint: `see 'pglift pgconf -i ${instance.id} show', or ${path}`,
    })
  }
  const edits = Object.fromEntries(names.map((name) => [name, null]))
  return changeConf(host, instance, edits, { verb: 'pgconf remove', ...options })
}
