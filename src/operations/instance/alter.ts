import { join } from 'node:path'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import type { AppliedInstance, ApplyOptions } from './apply.js'
import { componentFields } from './component-fields.js'
import { keptConf } from './kept-conf.js'
import { updateInstance } from './update.js'

async function currentEntries(host: Pick<Host, 'effects' | 'hooks'>, instance: ObservedInstance) {
  const kept = await keptConf(host, instance)
  if (kept !== undefined) return kept.entries
  const path = join(instance.datadir, 'postgresql.conf')
  return confEntries(parseConf((await host.effects.files.readText(path)) ?? '', path))
}

/** Settings of an instance that exists: its managed entries, those of postgresql.conf as a rule; the port aside. */
export async function currentSettings(host: Pick<Host, 'effects' | 'hooks'>, instance: ObservedInstance) {
  const { port: _, ...settings } = await currentEntries(host, instance)
  return settings
}

/** The manifest that changes nothing: what `alter` lays its options over. */
export async function currentManifest(
  host: Host,
  instance: ObservedInstance,
): Promise<Record<string, unknown>> {
  const { name, version, configuredPort: port, running } = instance
  return {
    name,
    version,
    port,
    settings: await currentSettings(host, instance),
    state: running ? 'started' : 'stopped',
    ...(await componentFields(host, instance)),
  }
}

/** Changes only what the options say; everything else stays as it is, whatever the site's template says by now. */
export async function alterInstance(
  host: Host,
  instance: ObservedInstance,
  desired: InstanceManifest,
  options: ApplyOptions = {},
): Promise<AppliedInstance> {
  const { changed, pendingRestart, diffs } = await updateInstance(host, instance, desired, {
    ...options,
    verb: 'instance alter',
  })
  return {
    result: { change_state: changed ? 'changed' : null, diff: null, pending_restart: pendingRestart },
    diffs,
  }
}
