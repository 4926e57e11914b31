import { join } from 'node:path'
import { attributed } from '../../host/attribution.js'
import type { InstanceConfigureEvent, KeptConf, Purpose, WithheldSettings } from '../../host/events.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { DEFAULT_PORT } from '../../postgresql/address.js'
import { diffConf } from '../../postgresql/conf/diff.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { initialEntries } from '../../postgresql/conf/initial.js'
import { mergeConf, overwrittenMessage } from '../../postgresql/conf/layers.js'
import { renderLibraries } from '../../postgresql/conf/libraries.js'
import { type Conf, type ConfValue, foldName } from '../../postgresql/conf/value.js'
import { expandMemory } from '../../postgresql/memory.js'
import { confTemplate } from '../../settings/templates.js'
import { INITIAL_CONF } from '../steps/conf.js'
import { type FollowedParameters, heldParameters } from './followed-parameters.js'
import { keptConf } from './kept-conf.js'
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
  /** Of a new standby: what its configuration, wherever it comes from, may not have less of. */
  readonly least?: FollowedParameters
}

async function entriesOf({ effects }: Host, path: string): Promise<Conf | undefined> {
  const text = await effects.files.readText(path)
  return text === undefined ? undefined : confEntries(parseConf(text, path))
}

/** What stands in postgresql.conf when nobody sets anything: to this a setting returns that is taken back. */
async function initialConf(host: Host, { datadir }: Instance, active: Conf): Promise<Conf> {
  return initialEntries(await entriesOf(host, join(datadir, INITIAL_CONF)), active)
}

/** The managed entries, and what they return to: a component's, else those of postgresql.conf. */
async function managedConf(host: Host, instance: Instance): Promise<Pick<KeptConf, 'entries' | 'initial'>> {
  const kept = await keptConf(host, instance)
  if (kept !== undefined) {
    const { port: _, ...initial } = kept.initial
    return { entries: kept.entries, initial }
  }
  const entries = (await entriesOf(host, join(instance.datadir, 'postgresql.conf'))) ?? {}
  return { entries, initial: await initialConf(host, instance, entries) }
}

/** The port goes into the file only when it isn't what the server takes anyway. */
function portLayer(desired: InstanceManifest, template: Conf): { port?: number } {
  const { port } = desired
  if (port === null || port === undefined) return {}
  return port === DEFAULT_PORT && template.port === undefined ? {} : { port }
}

async function askComponents(host: Host, { instance, desired }: ConfigurationRequest) {
  const components: { name: string; conf: Conf }[] = []
  const withheld: WithheldSettings[] = []
  const contributions = (name: string) => ({
    force: (conf: Conf) => void components.push({ name, conf }),
    preload: (...libraries: string[]) =>
      void components.push({ name, conf: { shared_preload_libraries: renderLibraries(libraries) } }),
    withhold: (settings: WithheldSettings) => void withheld.push(settings),
  })
  await host.hooks.instanceSettings.promise(attributed({ instance, desired }, contributions))
  return { components, withheld }
}

/** Leaves out what components withhold; the user learns of what they asked for themselves. */
function without(
  host: Host,
  withheld: readonly WithheldSettings[],
  merged: Conf,
  user: Readonly<Record<string, ConfValue | null>>,
): Conf {
  const conf: Record<string, ConfValue> = { ...merged }
  for (const { names, reason } of withheld)
    for (const name of names) {
      if (conf[name] !== undefined && user[name] !== undefined && user[name] !== null)
        host.log.warning(`parameter '${name}' is left out: ${reason}`)
      delete conf[name]
    }
  return conf
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
  const { components, withheld } = await askComponents(host, request)
  const { conf: merged, overwritten } = mergeConf({
    template,
    ...portLayer(desired, template),
    user,
    components,
  })
  for (const each of overwritten) host.log.info(overwrittenMessage(each))
  const managed = expandMemory(without(host, withheld, merged, user), await availableMemory(host.effects))
  const removed = Object.keys(user).filter(
    (name) => user[name] === null && managed[foldName(name)] === undefined,
  )
  if (observed === undefined) return withoutEntries(configurationOf({}, managed), removed)
  const { entries: active, initial } = await managedConf(host, instance)
  const conf = { ...initial, ...managed }
  const held = observed.standby === null ? {} : heldParameters(active, conf, user)
  return configurationOf(active, omit({ ...conf, ...held }, removed))
}

function omit(conf: Conf, names: readonly string[]): Conf {
  const folded = new Set(names.map(foldName))
  return Object.fromEntries(Object.entries(conf).filter(([name]) => !folded.has(name)))
}

/** On creation nobody has seen initdb's file yet: what must not stand in it is taken out unseen. */
function withoutEntries(configuration: Configuration, names: readonly string[]): Configuration {
  const removals = Object.fromEntries(names.map((name) => [foldName(name), null]))
  return { ...configuration, edits: { ...removals, ...configuration.edits } }
}

function configurationOf(active: Conf, conf: Conf): Configuration {
  const changes = diffConf(active, conf)
  const edits = Object.fromEntries(Object.entries(changes).map(([name, [, value]]) => [name, value]))
  return { conf, changes, edits, port: portOf(conf) }
}
