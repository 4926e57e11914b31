import type { Config } from '@oclif/core'
import type { Effects } from '../effects/effects.js'
import type { EngineLog } from '../engine/engine.js'
import type { SiteSettings } from '../settings/types.js'
import type { Ask } from './host.js'

/** What a command gives to `openHost`. */
export interface OpenHostOptions {
  /** Knows the installed plugins. */
  readonly oclif: Config
  /** Whether the command changes something: then every enabled component has to work. */
  readonly mutates: boolean
  readonly effects: Effects
  readonly log: EngineLog
  readonly ask: Ask
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** To be called as soon as the settings are read, so that all that is logged from then on has the site's format. */
  onSettings(settings: SiteSettings): void
}
