import type { Effects } from '../effects/effects.js'
import type { Engine, EngineLog } from '../engine/engine.js'
import type { ComposedInstance } from '../models/instance.js'
import type { Model } from '../models/model.js'
import type { SiteTemplates } from '../settings/templates.js'
import type { SiteSettings } from '../settings/types.js'
import type { ActiveComponent } from './component.js'
import type { LifecycleHooks } from './hooks.js'
import type { Services } from './services.js'
import type { Sessions } from './sessions.js'

/** Questions to the user. Each answers its default at once with `--non-interactive`. */
export interface Ask {
  confirm(question: string, answerByDefault: boolean): Promise<boolean>
  /** Hidden input; undefined when nobody can be asked. */
  password(prompt: string): Promise<string | undefined>
}

/** What operations work with: one a command, made by `openHost`, closed by the command. */
export interface Host {
  readonly settings: SiteSettings
  readonly hooks: LifecycleHooks
  /** Errors of taps whose hook lets the others go on; whoever fires such a hook takes them from here. */
  readonly componentErrors: Error[]
  /** Those that are enabled and work, by name. */
  readonly components: readonly ActiveComponent[]
  /** Those that are enabled and don't work, with the reason. Empty in commands that change something. */
  readonly brokenComponents: ReadonlyMap<string, Error>
  /** The instance, with the fields of the components. */
  readonly instanceModel: Model<ComposedInstance>
  readonly effects: Effects
  readonly engine: Engine
  readonly sessions: Sessions
  readonly services: Services
  /** Where site templates are looked for, the shipped ones last. */
  readonly templates: SiteTemplates
  /** The settings file that was read, if any. */
  readonly settingsFile: string | undefined
  readonly log: EngineLog
  readonly ask: Ask
  readonly signal: AbortSignal
  /** Ends connections; the process can end then. */
  close(): Promise<void>
}
