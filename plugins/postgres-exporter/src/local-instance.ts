import { type ObservedInstance, operations } from '@pglift/sdk'
import type { Session } from './session.js'

type Reading = Pick<Session, 'effects' | 'settings'>

/** The instance of this site that an exporter of that name is of; undefined: it is of a remote server. */
export async function localInstance(
  { settings, effects }: Reading,
  exporter: string,
): Promise<ObservedInstance | undefined> {
  const [, major, name] = /^(\d+)-([^/-]+)$/.exec(exporter) ?? []
  const known = settings.postgresql.versions.find(({ version }) => version === major)
  if (known === undefined || name === undefined) return undefined
  const { locateInstance, observeInstance } = await operations()
  return observeInstance(effects, locateInstance(settings, known.version, name))
}

/** What the labels of its target say of an instance. */
export function monitored({ id, version, name, conf }: ObservedInstance) {
  return { id, version, name, cluster: String(conf.cluster_name ?? '') }
}
