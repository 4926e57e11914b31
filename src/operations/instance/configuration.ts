import { join } from 'node:path'
import type { InstanceConfigureEvent, Purpose } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { diffConf } from '../../postgresql/conf/diff.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { mergeConf, overwrittenMessage } from '../../postgresql/conf/layers.js'
import type { Conf, ConfValue } from '../../postgresql/conf/value.js'
import { expandMemory } from '../../postgresql/memory.js'
import { confTemplate } from '../../settings/templates.js'
import { INITIAL_CONF } from '../steps/conf.js'
import { heldParameters } from './followed-parameters.js'
import { availableMemory } from './memory.js'
import { portOf } from './observe.js'

export interface ConfigurationRequest {
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly observed?: ObservedInstance
  readonly purpose: Purpose
}

export interface Configuration {
  /** Active entries of postgresql.conf after the change. */
  readonly conf: Conf
  /** What differs from before; on creation: from nothing. */
  readonly changes: InstanceConfigureEvent['changes']
  /** What is to be edited; null: to be commented out. */
  readonly edits: Readonly<Record<string, ConfValue | null>>
  readonly port: number
}

const PORT = 5432

async function entriesOf({ effects }: Host, path: string): Promise<Conf | undefined> {
  const text = await effects.files.readText(path)
  return text === undefined ? undefined : confEntries(parseConf(text, path))
}

/** Parameters that initdb writes: in an instance that pglift did not make they are its own, wherever they come from. */
const INITDB_WRITES: ReadonlySet<string> = new Set([
  'max_connections',
  'autovacuum_worker_slots',
  'shared_buffers',
  'dynamic_shared_memory_type',
  'max_wal_size',
  'min_wal_size',
  'log_timezone',
  'datestyle',
  'timezone',
  'lc_messages',
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'default_text_search_config',
  'password_encryption',
  'log_file_mode',
  'unix_socket_directories',
  'port',
])

/** What stands in postgresql.conf when nobody sets anything: to this a setting returns that is taken back. */
async function initialConf(host: Host, { datadir }: Instance, active: Conf): Promise<Conf> {
  const kept = await entriesOf(host, join(datadir, INITIAL_CONF))
  return kept ?? Object.fromEntries(Object.entries(active).filter(([name]) => INITDB_WRITES.has(name)))
}

/** The port goes into the file only when it isn't what the server takes anyway. */
function portLayer(desired: InstanceManifest, template: Conf): { port?: number } {
  const { port } = desired
  if (port === null || port === undefined) return {}
  return port === PORT && template.port === undefined ? {} : { port }
}

async function forcedByComponents(host: Host, { instance, desired }: ConfigurationRequest) {
  const forced: { by: string; settings: Conf }[] = []
  await host.hooks.instanceSettings.promise({ instance, desired, forced })
  return forced.map(({ by, settings }) => ({ name: by, conf: settings }))
}

/**
 * Puts the settings of an instance together: template, port, the user's, what components force; percentages of memory
 * become sizes. Compared with postgresql.conf as it stands. Reads only.
 */
export async function resolveConfiguration(
  host: Host,
  request: ConfigurationRequest,
): Promise<Configuration> {
  const { instance, desired, observed } = request
  const template = await confTemplate(host.templates, instance)
  const user = desired.settings as Readonly<Record<string, ConfValue | null>>
  const components = await forcedByComponents(host, request)
  const { conf: merged, overwritten } = mergeConf({
    template,
    ...portLayer(desired, template),
    user,
    components,
  })
  for (const each of overwritten) host.log.info(overwrittenMessage(each))
  const managed = expandMemory(merged, await availableMemory(host.effects))
  if (observed === undefined) return configurationOf({}, managed)
  const active = (await entriesOf(host, join(instance.datadir, 'postgresql.conf'))) ?? {}
  const conf = { ...withoutPort(await initialConf(host, instance, active)), ...managed }
  const held = observed.standby === null ? {} : heldParameters(active, conf, user)
  return configurationOf(active, { ...conf, ...held })
}

function withoutPort({ port: _, ...rest }: Conf): Conf {
  return rest
}

function configurationOf(active: Conf, conf: Conf): Configuration {
  const changes = diffConf(active, conf)
  const edits = Object.fromEntries(Object.entries(changes).map(([name, [, value]]) => [name, value]))
  return { conf, changes, edits, port: portOf(conf) }
}
