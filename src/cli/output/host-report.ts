import { type Colour, paint } from './colour.js'
import { shownValue } from './conf-changes.js'

type Value = string | number | boolean | null

/** What is told of one instance; the outcomes of applying, planning and comparing have it. */
export interface ReportedInstance {
  readonly instance: string
  readonly change_state: 'created' | 'changed' | 'dropped' | null
  readonly pending_restart: boolean
  readonly settings: Readonly<Record<string, readonly [Value, Value]>>
  readonly objects: readonly { type: string; name: string; change_state: string | null }[]
  readonly error: { readonly message: string } | null
  readonly steps?: readonly { kind: string; title?: string; args: unknown }[]
}

/** How what was, would be or should be done is put into words. */
export type Tense = 'done' | 'planned' | 'difference'

const WORDS: Readonly<Record<Tense, Readonly<Record<string, string>>>> = {
  done: { created: 'created', changed: 'changed', dropped: 'dropped', none: 'unchanged' },
  planned: {
    created: 'to be created',
    changed: 'to be changed',
    dropped: 'to be dropped',
    none: 'unchanged',
  },
  difference: { created: 'missing', changed: 'differs', dropped: 'should not be there', none: 'as declared' },
}

const COLOURS: Readonly<Record<string, Colour>> = { created: 'green', changed: 'yellow', dropped: 'red' }

const word = (tense: Tense, state: string | null): string => WORDS[tense][state ?? 'none'] ?? String(state)

interface Statements {
  readonly title?: string
  readonly statements: readonly { readonly text: string; readonly values?: readonly unknown[] }[]
}

const statementText = (text: string) =>
  text === '***' ? '(a statement that holds a password)' : text.replaceAll(/\s+/g, ' ')

/** A step as lines: its title, then what is sent to the server. One that is told of nowhere has none. */
function stepLines({ title, args }: NonNullable<ReportedInstance['steps']>[number]): string[] {
  const { tasks = [] } = (args ?? {}) as { tasks?: readonly Statements[] }
  const lines = title === undefined ? [] : [title]
  for (const task of tasks) {
    if (task.title !== undefined) lines.push(task.title)
    for (const { text, values } of task.statements) {
      lines.push(`    ${statementText(text)}${values === undefined ? '' : `  -- ${JSON.stringify(values)}`}`)
    }
  }
  return lines
}

function objectLines({ settings, objects }: ReportedInstance, tense: Tense, coloured: boolean): string[] {
  const changed = objects.filter(({ change_state }) => change_state !== null)
  return [
    ...Object.entries(settings).map(
      ([name, [before, after]]) =>
        `  setting ${name}: ${shownValue(name, before)} -> ${shownValue(name, after)}`,
    ),
    ...changed.map(({ type, name, change_state }) => {
      const what = type === 'hba_records' ? name : `${type.replace('_', ' ')} ${name}`
      return `  ${what}: ${paint(coloured, COLOURS[String(change_state)] ?? 'bold', word(tense, change_state))}`
    }),
  ]
}

/** A dry run logs its steps; of an instance that is missing or in excess no steps tell more than that. */
function isStepped({ change_state }: ReportedInstance, tense: Tense): boolean {
  return tense === 'planned' || (tense === 'difference' && change_state === 'changed')
}

function instanceLines(change: ReportedInstance, tense: Tense, coloured: boolean): string[] {
  const { instance, change_state, error, pending_restart, steps = [] } = change
  if (error !== null) return [`${instance}: ${paint(coloured, 'red', 'failed')}`, `  ${error.message}`]
  const state = word(tense, change_state)
  const colour = COLOURS[String(change_state)]
  const heading = `${instance}: ${colour === undefined ? state : paint(coloured, colour, state)}`
  const details = change_state === 'dropped' ? [] : objectLines(change, tense, coloured)
  const restart = pending_restart ? ['  a restart is pending'] : []
  const told = isStepped(change, tense) ? steps.flatMap(stepLines) : []
  return [
    heading,
    ...details,
    ...restart,
    ...(told.length === 0 ? [] : ['  steps:']),
    ...told.map((line) => `    ${line}`),
  ]
}

function summary(instances: readonly ReportedInstance[], tense: Tense): string {
  const count = (label: string, matches: (each: ReportedInstance) => boolean) => {
    const found = instances.filter(matches).length
    return found === 0 ? [] : [`${found} ${label}`]
  }
  const parts = ['created', 'changed', 'dropped'].flatMap((state) =>
    count(word(tense, state), (each) => each.error === null && each.change_state === state),
  )
  const rest = count(word(tense, null), (each) => each.error === null && each.change_state === null)
  const failed = count('failed', ({ error }) => error !== null)
  const total = `${instances.length} instance${instances.length === 1 ? '' : 's'}`
  return `${total}: ${[...parts, ...rest, ...failed].join(', ')}`
}

/** Lines for standard output: each instance with what changes of it, then how many there were of each kind. */
export function hostReport(
  instances: readonly ReportedInstance[],
  tense: Tense,
  coloured: boolean,
): string[] {
  if (instances.length === 0) return ['no instance is declared']
  return [...instances.flatMap((each) => instanceLines(each, tense, coloured)), summary(instances, tense)]
}
