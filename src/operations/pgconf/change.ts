import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { validate } from '../../models/validate.js'
import type { ConfChanges } from '../../postgresql/conf/diff.js'
import { confEntries } from '../../postgresql/conf/document.js'
import { type Conf, type ConfValue, parameterName } from '../../postgresql/conf/value.js'
import { currentManifest } from '../instance/alter.js'
import { checkChanged } from '../instance/checks.js'
import { resolveConfiguration } from '../instance/configuration.js'
import { portOf } from '../instance/observe.js'
import { operateOn } from '../instance/operation.js'
import { onlyChanging, reconfigure } from '../instance/reconfigure.js'
import { journalableSettings } from '../instance/sensitive-settings.js'
import { validationContext } from '../instance/validation.js'
import { readConf, warnOfOthers } from './file.js'

/** Wanted values by parameter; null takes the entry back. */
export type ConfEdits = Readonly<Record<string, ConfValue | null>>

export interface ConfOutcome {
  /** What changed of postgresql.conf, sorted by parameter. */
  readonly changes: ConfChanges
  /** Asked for, but nothing changed: set already, or overruled by a component. */
  readonly unapplied: readonly string[]
}

export interface ConfOptions {
  verb: string
  dryRun?: boolean
}

/** `settings` and `port` of a manifest for the entries that are wanted of postgresql.conf. */
export function wantedSettings(active: Conf, edits: ConfEdits): { settings: Conf; port: ConfValue | null } {
  const { port: activePort, ...kept } = active
  const settings: Record<string, ConfValue> = { ...kept }
  const { port: editedPort, ...edited } = edits
  for (const [name, value] of Object.entries(edited)) {
    if (value === null) delete settings[name]
    else settings[name] = value
  }
  const port = editedPort === undefined ? (activePort ?? portOf(active)) : editedPort
  return { settings, port }
}

async function desiredInstance(
  host: Host,
  instance: ObservedInstance,
  edits: ConfEdits,
): Promise<InstanceManifest> {
  const active = confEntries((await readConf(host, instance)).document)
  const manifest = { ...(await currentManifest(host, instance)), ...wantedSettings(active, edits) }
  return validate(host.instanceModel, manifest, validationContext(host, 'update'))
}

function folded(edits: ConfEdits): ConfEdits {
  return Object.fromEntries(Object.entries(edits).map(([name, value]) => [parameterName(name), value]))
}

/**
 * Changes parameters of an instance, and only those, the way that `instance alter` does: checks, components, reload or,
 * when agreed to, restart; undone when PostgreSQL refuses them. A parameter taken back returns to what the site's template,
 * else initdb, says.
 */
export async function changeConf(
  host: Host,
  instance: ObservedInstance,
  asked: ConfEdits,
  { verb, dryRun = false }: ConfOptions,
): Promise<ConfOutcome> {
  const edits = folded(asked)
  const names = Object.keys(edits)
  const desired = await desiredInstance(host, instance, edits)
  const request = { instance, desired, observed: instance, purpose: 'alter' } as const
  const configuration = onlyChanging(await resolveConfiguration(host, request), names)
  const { changes, port } = configuration
  const unapplied = names.filter((name) => changes[name] === undefined)
  if (Object.keys(changes).length === 0) return { changes, unapplied }
  const check = () => checkChanged(host, instance, desired, configuration)
  const moved = port !== instance.port
  const spec = {
    verb,
    dryRun,
    request: journalableSettings(edits),
    ...(moved ? { ports: [port], claim: check } : {}),
  }
  await operateOn(host, instance, spec, async (operation) => {
    if (!moved) await check()
    await reconfigure(host, operation, { instance, desired, configuration })
  })
  if (!dryRun) await warnOfOthers(host, instance, Object.keys(changes))
  return { changes, unapplied }
}
