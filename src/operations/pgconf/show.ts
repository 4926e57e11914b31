import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { showConf } from '../../postgresql/conf/document.js'
import { readConf } from './file.js'

/** Lines `name = value` of postgresql.conf: its active entries, or those asked for, `# name = value` when commented out. */
export async function showParameters(
  host: Host,
  instance: ObservedInstance,
  names: readonly string[],
): Promise<string[]> {
  return showConf((await readConf(host, instance)).document, names)
}
