import { dirname, join } from 'node:path'
import type { ComponentSession } from '@pglift/sdk'
import { fill } from './names.js'
import type { ExporterSettings } from './settings.js'

export type Session = ComponentSession<ExporterSettings>

/** What reading exporters' files takes. */
export type Reading = Pick<Session, 'section' | 'effects'>

/** Configuration file of an exporter. */
export function configPath({ configpath }: ExporterSettings, name: string): string {
  return fill(configpath, name)
}

/** Directories of configuration files are the user's own: what is in them is secret. */
export function configDirectory(section: ExporterSettings, name: string): string {
  return dirname(configPath(section, name))
}

/** What an exporter says, when no service manager runs it. */
export function logPath({ logpath }: ExporterSettings, name: string): string {
  return join(logpath, `postgres_exporter-${name}.log`)
}

/** Lock of all edits of the file of targets, which all exporters share. */
export function targetsLock({ settings }: Pick<Session, 'settings'>): string {
  return join(settings.run_prefix, 'lock', 'prometheus.lock')
}

/** As messages call it. */
export function titleOf(name: string): string {
  return `Prometheus postgres_exporter ${name}`
}
