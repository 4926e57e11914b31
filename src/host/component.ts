import type { Effects } from '../effects/effects.js'
import type { EngineLog } from '../engine/engine.js'
import type { Performers } from '../engine/step.js'
import type { ComponentField } from '../models/model.js'
import type { ComponentSection } from '../settings/sections.js'
import type { SiteSettings } from '../settings/types.js'
import type { LifecycleHooks } from './hooks.js'
import type { Services } from './services.js'
import type { Sessions } from './sessions.js'

/** Version of this contract. A component states the one that it was written for; no other is loaded. */
export const COMPONENT_API = 1

/** `pglift` in the package.json of a component; read without loading any of its code. */
export interface ComponentMeta {
  /** Name of the component, in errors and in `pglift components`: `pgbackrest`. */
  readonly component: string
  readonly api: number
  /** Key at the top of settings.yaml that enables it. */
  readonly section: string
}

/** How a tap is placed among those of the same hook. */
export interface TapOptions {
  /** One of `Stage`, or a number between; lower is earlier, `Stage.normal` by default. */
  readonly stage?: number
}

/** A hook as components see it: the component's name is added, and the tap is watched. */
export interface Tappable<E, A> {
  tapPromise(options: TapOptions, tap: (event: E) => Promise<A>): void
}

/** All lifecycle hooks, to be tapped and nothing else. */
export type ComponentHooks = {
  readonly [K in keyof LifecycleHooks]: LifecycleHooks[K]['tapPromise'] extends (
    options: infer _O,
    tap: (event: infer E) => Promise<infer A>,
  ) => void
    ? Tappable<E, A>
    : never
}

/** Templates of a component: those of the site win over those that it ships. */
export interface ComponentTemplates {
  /**
   * Text of `pgbackrest/pgbackrest.conf`, `{placeholder}`s filled in (`{a.b}` is the key `b` of `a`). A value that is
   * null, no scalar, or that holds a control character, is an error that names file and placeholder. Values are not
   * quoted: the format of the file is the component's.
   */
  render(name: string, values: Readonly<Record<string, unknown>>): Promise<string>
  /** The text as it stands, braces and all, and its path: for formats that have braces of their own. */
  read(name: string): Promise<{ readonly text: string; readonly path: string }>
}

/**
 * What a component works with, one a command.
 * `S` is the type of its section.
 */
export interface ComponentSession<S = Readonly<Record<string, unknown>>> {
  readonly hooks: ComponentHooks
  /** All of the site, resolved: paths are absolute. */
  readonly settings: SiteSettings
  /** The component's own section of it. */
  readonly section: S
  /** For reading while taps plan; changes belong in performers, which get their own. */
  readonly effects: Effects
  /** Connections to instances, as the superuser. */
  readonly sessions: Pick<Sessions, 'to' | 'close'>
  /** Running the component's services, and schedules: directly or by the service manager of the site. */
  readonly services: Pick<Services, keyof Services>
  readonly templates: ComponentTemplates
  readonly log: EngineLog
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** The section of a component; its key and the component's name are those of package.json. */
export type ComponentSettings = Omit<ComponentSection, 'key' | 'component'>

/** A field that the component adds to the manifest of instances. Its options are made of its schema. */
export type ComponentInstanceField = Omit<ComponentField, 'component'>

/**
 * What the `pglift:register` hook of a component answers. It is asked only when the site's settings hold the section.
 * Keep the module light: import what is heavy inside of taps and performers.
 */
export interface Component<S = Readonly<Record<string, unknown>>> {
  /** That of package.json. */
  readonly name: string
  readonly section: ComponentSettings
  instanceFields?(settings: SiteSettings): readonly ComponentInstanceField[]
  /** How the component's own kinds of steps are performed. Kinds start with its name: `pgbackrest.stanza-create`. */
  performers?(session: ComponentSession<S>): Performers
  /** Taps hooks; synchronous, no input or output. */
  apply(session: ComponentSession<S>): void
}

/** The function that a component's `pglift:register` module exports by default. */
export type Register = () => Component<never> | Promise<Component<never>>

/** A component that is installed, enabled, loaded and applied. */
export interface ActiveComponent extends ComponentMeta {
  /** Name and version of its package. */
  readonly packageName: string
  readonly version: string
  /** What it adds to the manifest of instances. */
  readonly fields: readonly string[]
  readonly session: ComponentSession
}
