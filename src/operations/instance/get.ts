import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { InstanceView } from '../../models/results.js'
import { shownConfValue } from '../../postgresql/conf/secrets.js'
import { listPhysicalSlots, type SlotRow } from '../../postgresql/sql/replication.js'
import { type ServerStateRow, serverState } from '../../postgresql/sql/server.js'
import { currentSettings } from './alter.js'
import { describedByComponents } from './component-fields.js'
import { HALF_REWOUND_HINT, halfRewound } from './require-whole.js'
import { standbyView } from './standby-view.js'

type ServerFacts = Pick<InstanceView, 'locale' | 'encoding' | 'pending_restart' | 'replication_slots'>

const LOCALE = ['lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time'] as const

/** The locale, where all its parts are the same. */
function localeOf({ conf }: ObservedInstance): string | null {
  const [first, ...others] = LOCALE.map((name) => conf[name])
  return first !== undefined && others.every((other) => other === first) ? String(first) : null
}

function warnOfStopped(host: Host, { id, standby }: ObservedInstance): void {
  const unsure = ['locale', 'encoding', 'passwords', 'pending_restart', 'replication_slots']
  if (standby !== null) unsure.push('replication lag')
  const list = `${unsure.slice(0, -1).join(', ')} and ${unsure.at(-1)}`
  host.log.warning(`instance ${id} is not running, information about ${list} may not be accurate`)
}

async function serverFacts(host: Host, instance: ObservedInstance): Promise<ServerFacts> {
  if (!instance.running) {
    warnOfStopped(host, instance)
    return { locale: localeOf(instance), encoding: null, pending_restart: false, replication_slots: [] }
  }
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<ServerStateRow>(serverState().text)
  const slots = await session.query<SlotRow>(listPhysicalSlots().text)
  return {
    locale: rows[0]?.locale ?? null,
    encoding: rows[0]?.encoding ?? null,
    pending_restart: rows[0]?.pending_restart === true,
    replication_slots: slots.rows.map(({ name }) => ({ name })),
  }
}

async function shownSettings(host: Host, instance: ObservedInstance): Promise<InstanceView['settings']> {
  const settings = Object.entries(await currentSettings(host, instance))
  return Object.fromEntries(settings.map(([name, value]) => [name, shownConfValue(name, value)]))
}

/**
 * All about one instance, in the order of its JSON; the fields of components come last. A stopped instance is not
 * started: what only its server knows is null or empty, and a warning says so. No secret is in the answer.
 */
export async function getInstance(
  host: Host,
  instance: ObservedInstance,
): Promise<InstanceView & Readonly<Record<string, unknown>>> {
  if (instance.halfRewound) host.log.warning(`${halfRewound(instance)}: ${HALF_REWOUND_HINT}`)
  const { locale, encoding, pending_restart, replication_slots } = await serverFacts(host, instance)
  const { fields, managed } = await describedByComponents(host, instance)
  const view: InstanceView = {
    name: instance.name,
    version: instance.version,
    port: instance.port,
    settings: await shownSettings(host, instance),
    data_checksums: instance.dataChecksums ?? null,
    locale,
    encoding,
    state: instance.running ? 'started' : 'stopped',
    pending_restart,
    replication_slots,
    standby: managed.has('replication') ? null : await standbyView(host, instance),
    data_directory: instance.datadir,
    wal_directory: instance.waldir,
  }
  return { ...view, ...fields }
}
