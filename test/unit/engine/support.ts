import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realEffects } from '../../../src/effects/real.js'
import type { Engine } from '../../../src/engine/engine.js'
import { fileSteps } from '../../../src/engine/file-steps.js'
import { readJournals } from '../../../src/engine/journal.js'
import type { OperationSpec } from '../../../src/engine/operate.js'
import { Plan } from '../../../src/engine/plan.js'
import { type Performer, type Performers, performer } from '../../../src/engine/step.js'

declare module '../../../src/engine/step.js' {
  interface StepKinds {
    /** Writes down what is done to it; fails where `fails` says. */
    'test.note': { name: string; fails?: 'do' | 'undo' | 'both'; held?: boolean }
    'test.final': { name: string }
  }
}

/** A real engine below a temporary directory, its log kept, with two kinds of steps that write down what happens. */
export interface Bench {
  readonly directory: string
  readonly engine: Engine
  readonly log: string[]
  readonly events: string[]
  path(name: string): string
  /** Texts of the journals that are open. */
  journals(): ReturnType<typeof readJournals>
  remove(): void
}

const PATHS = { journal: 'journal', lock: 'lock' }

function noting(events: string[]): Performers {
  const note: Performer<{ name: string; fails?: string; held?: boolean }, { was: string }> = {
    holds: async ({ held = false }) => held,
    prepare: async ({ name }) => ({ was: `before ${name}` }),
    keep: async ({ name }, { was }) => void events.push(`keep ${name}: ${was}`),
    async do({ name, fails }) {
      events.push(`do ${name}`)
      if (fails === 'do' || fails === 'both') throw new Error(`${name} failed`)
    },
    async undo({ name, fails }, { was }) {
      events.push(`undo ${name}: ${was}`)
      if (fails === 'undo' || fails === 'both') throw new Error(`${name} can not go back`)
    },
    settle: async ({ name }) => void events.push(`settle ${name}`),
    describe: ({ name }) => [`describing ${name}`],
  }
  return {
    ...performer('test.note', note as never),
    ...performer('test.final', { do: async ({ name }) => void events.push(`do ${name}`) }),
  }
}

export function newBench(signal: AbortSignal = new AbortController().signal): Bench {
  const directory = mkdtempSync(join(tmpdir(), 'engine-'))
  const log: string[] = []
  const events: string[] = []
  const say = (level: string) => (message: string) => void log.push(`${level} ${message}`)
  const effects = realEffects()
  const engine: Engine = {
    effects,
    signal,
    performers: { ...fileSteps, ...noting(events) },
    log: { debug: () => undefined, info: say('INFO'), warning: say('WARNING'), error: say('ERROR') },
    journalDirectory: join(directory, PATHS.journal),
    lockDirectory: join(directory, PATHS.lock),
  }
  return {
    directory,
    engine,
    log,
    events,
    path: (name) => join(directory, name),
    journals: () => readJournals(effects.files, engine.journalDirectory),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

export const SPEC: OperationSpec = { verb: 'instance create', object: '15/main', locks: ['15-main'] }

/** A plan of noting steps, with their names for titles. */
export function notes(...names: string[]): Plan {
  return names.reduce((plan, name) => plan.step('test.note', { name }, { title: name }), new Plan())
}
