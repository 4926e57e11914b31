import type { Fault } from '../errors/kinds.js'
import type { FieldSchema } from '../models/field.js'
import type { SettingsReader } from './reader.js'
import type { SiteSettings, SystemUser } from './types.js'

/** Which top-level setting a component can be the value of. */
export type ManagerKey = 'scheduler' | 'service_manager' | 'tmpfiles_manager'

/** What the checks of a section may look at. */
export interface SectionContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly user: SystemUser
  readonly reader: SettingsReader
}

/** What defaults may depend on. */
export interface DefaultsContext extends Omit<SectionContext, 'reader'> {
  /** The section as the file and the environment have it, not checked yet; values of variables are texts. */
  readonly given: Readonly<Record<string, unknown>>
}

/** The part of the site settings that belongs to an installed component. All of it but `check` is data. */
export interface ComponentSection {
  /** Key at the top of the settings file: `prometheus`. */
  readonly key: string
  /** Name of the component, for errors: `postgres-exporter`. */
  readonly component: string
  /** JSON Schema of the section, an object; `x-settings` (see `SettingRules`) says which strings are paths. */
  readonly schema: FieldSchema
  /** The manager settings that name this component when its section is there and they are absent. */
  readonly provides?: readonly ManagerKey[]
  /** Defaults that depend on the system; they go below what the file and the environment say. */
  defaults?(context: DefaultsContext): Readonly<Record<string, unknown>>
  /** Faults that the schema can't express. `loc` starts at the section's key. Called only if the section is set. */
  check?(settings: SiteSettings, context: SectionContext): Promise<readonly Fault[]> | readonly Fault[]
}

/** Sections whose component is a package of this project. */
const PACKAGES: Readonly<Record<string, string>> = {
  logrotate: '@pglift/logrotate',
  patroni: '@pglift/patroni',
  pgbackrest: '@pglift/pgbackrest',
  powa: '@pglift/powa',
  prometheus: '@pglift/postgres-exporter',
  systemd: '@pglift/systemd',
}

/** Packages of this project by what users call the component: its name, or its section. */
export const COMPONENT_PACKAGES: Readonly<Record<string, string>> = {
  ...PACKAGES,
  'postgres-exporter': '@pglift/postgres-exporter',
  postgres_exporter: '@pglift/postgres-exporter',
}

/** Sections of the original that no component stands for. */
const UNAVAILABLE: ReadonlySet<string> = new Set(['rsyslog', 'temboard'])

/** True if some component, installed or not, has this section. */
export function isKnownSection(key: string): boolean {
  return Object.hasOwn(PACKAGES, key) || UNAVAILABLE.has(key)
}

/** The fault of a section that no installed component reads; undefined if it is null, or if nobody knows the key. */
export function missingComponent(key: string, value: unknown): Fault | undefined {
  if (value === null || !isKnownSection(key)) return undefined
  const msg = UNAVAILABLE.has(key)
    ? `component '${key}' is not available; remove this section`
    : `component '${key}' is not installed; run 'pglift plugins install ${PACKAGES[key]}'`
  return { type: 'component_missing', loc: [key], msg, input: value }
}
