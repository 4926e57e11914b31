import type { Exporter } from './exporter.js'
import { listenAddress } from './options.js'
import { accessOf, metricsPath } from './service.js'
import type { Session } from './session.js'
import type { ExporterSettings } from './settings.js'

/** An entry of a file for Prometheus' `file_sd_configs`. */
export interface Target {
  readonly targets: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

/** Instance that an exporter is of; an exporter of a remote server has none. */
export interface Monitored {
  readonly id: string
  readonly version: string
  readonly name: string
  readonly cluster: string
}

const ANY: ReadonlySet<string | null> = new Set([null, '0.0.0.0', '::'])

function targetHost({ listen_address, target_host }: ExporterSettings): string {
  return target_host ?? (ANY.has(listen_address) ? 'localhost' : (listen_address ?? 'localhost'))
}

/** The target that Prometheus is to scrape, with labels by which its metrics are told from those of others. */
export async function targetOf(
  session: Pick<Session, 'effects' | 'section'>,
  { name, port }: Pick<Exporter, 'name' | 'port'>,
  monitored: Monitored | undefined,
): Promise<Target> {
  const { section } = session
  const { scheme } = await accessOf(session)
  const path = metricsPath(section)
  const { id = name, name: short = name, version, cluster = '' } = monitored ?? {}
  return {
    targets: [listenAddress(targetHost(section), port)],
    labels: {
      ...section.labels,
      instance: id,
      ...(version === undefined ? {} : { version }),
      name: short,
      ...(cluster === '' ? {} : { cluster }),
      ...(scheme === 'http' ? {} : { __scheme__: scheme }),
      ...(path === '/metrics' ? {} : { __metrics_path__: path }),
    },
  }
}

/** What is to become of targets, by their label `instance`; null: they go. */
export type TargetEdits = Readonly<Record<string, Target | null>>

type Entry = Partial<Target>

/** The file with those entries, sorted; entries that are none of ours stay. Throws when it holds no list. */
export function editTargets(text: string | undefined, edits: TargetEdits): string {
  const present: unknown = text === undefined || text.trim() === '' ? [] : JSON.parse(text)
  if (!Array.isArray(present)) throw new SyntaxError('it holds no list')
  const instanceOf = ({ labels }: Entry) => labels?.instance ?? ''
  const others = (present as Entry[]).filter((entry) => !Object.hasOwn(edits, instanceOf(entry)))
  const added = Object.values(edits).filter((entry) => entry !== null)
  const key = (entry: Entry) => instanceOf(entry)
  const all = [...others, ...added].sort((one, other) => (key(one) < key(other) ? -1 : 1))
  return `${JSON.stringify(all, null, 2)}\n`
}

/** The entries with those labels `instance`, null for those that are not there. */
export function targetsIn(text: string | undefined, instances: readonly string[]): TargetEdits {
  const present = text === undefined || text.trim() === '' ? [] : (JSON.parse(text) as Entry[])
  const found = (instance: string) => present.find(({ labels }) => labels?.instance === instance)
  return Object.fromEntries(instances.map((instance) => [instance, (found(instance) as Target) ?? null]))
}

/** Whether a file holds more than the entries with those labels `instance`; also when it can't be made sense of. */
export function hasForeignTargets(text: string | undefined, own: readonly string[]): boolean {
  try {
    const edits = Object.fromEntries(own.map((instance) => [instance, null]))
    return (JSON.parse(editTargets(text, edits)) as Entry[]).length > 0
  } catch {
    return true
  }
}
