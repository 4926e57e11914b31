import type { PostgresVersion } from '../postgresql/versions.js'
import type { HostSettings } from './schema/site.js'

/** The `postgresql` section once resolved: paths absolute, versions found. */
export interface PostgresqlSettings extends Omit<HostSettings['postgresql'], 'default_version'> {
  /** Version of new instances, one of `versions`. */
  readonly default_version: PostgresVersion
}

/**
 * The settings of a site, resolved and frozen: every key has its value, paths are absolute, those that depend on an
 * instance still hold `{version}` and `{name}`. A component's section is under its key, null if it isn't enabled.
 */
export interface SiteSettings extends Omit<HostSettings, 'postgresql'> {
  readonly postgresql: PostgresqlSettings
  readonly [section: string]: unknown
}

/** Who runs the command. */
export interface SystemUser {
  readonly uid: number
  readonly name: string
  /** Name of the primary group. */
  readonly group: string
  readonly home: string
  readonly temporaryDirectory: string
}

/** Where the value of a setting comes from. */
export interface Origin {
  readonly kind: 'computed' | 'default' | 'environment' | 'file'
  /** Path of the file, or name of the variable. */
  readonly name?: string
}

/** Origin of each setting, by its path joined with dots: `postgresql.auth.local`. A list is one setting. */
export type Origins = ReadonlyMap<string, Origin>
