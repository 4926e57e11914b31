import { type Fault, type PgliftError, usage } from '../../errors/kinds.js'
import type { FlagSpec, FlagSpecs } from '../../models/flag-spec.js'
import type { Model } from '../../models/model.js'

type Loc = readonly (string | number)[]

/** How the faults of a command's values are told. */
export interface CommandLine {
  readonly specs: FlagSpecs
  /** Arguments by field: `{name: 'NAME'}`. */
  readonly args?: Readonly<Record<string, string>>
  /** The manifest that was validated, to tell which of two options gave an item of a list. */
  readonly manifest?: unknown
}

/** The option (`--port`) or argument (`NAME`) that a fault at `loc` is about; undefined when there is none. */
export function flagForLoc({ specs, args = {}, manifest }: CommandLine, loc: Loc): string | undefined {
  const keys = loc.filter((step) => typeof step === 'string')
  const argument = args[keys.join('.')]
  if (argument !== undefined) return argument
  const removes = isRemoved(manifest, loc)
  const matches = Object.entries(specs).filter(([, spec]) => concerns(spec, keys))
  const exact = matches.find(([, { item }]) => item === undefined || item.removes === removes) ?? matches[0]
  return exact && `--${exact[0]}`
}

/**
 * The usage error for faults of values given as options: `Invalid value for '--port': ...`, a line each.
 * Code `PGLIFT_USAGE_VALUE`, or `PGLIFT_USAGE_MISSING` when all that is wrong is that options are missing.
 */
export function usageFromFaults(
  model: Model<unknown>,
  faults: readonly Fault[],
  line: CommandLine,
): PgliftError {
  const messages = [...new Set(faults.map((fault) => messageOf(model, fault, line)))]
  const missing = faults.every(({ type }) => type === 'missing')
  const param = faults[0] && flagForLoc(line, faults[0].loc)
  return usage(
    missing ? 'PGLIFT_USAGE_MISSING' : 'PGLIFT_USAGE_VALUE',
    messages.join('\n'),
    param === undefined ? {} : { param },
  )
}

function messageOf(model: Model<unknown>, { type, loc, msg }: Fault, line: CommandLine): string {
  const given = flagForLoc(line, loc)
  if (type === 'mutually_exclusive') {
    const group = model.exclusive.find((fields) => fields.includes(String(loc.at(-1)))) ?? []
    const options = group.map((field) => `'${flagForLoc(line, [...loc.slice(0, -1), field]) ?? field}'`)
    return `${options.join(' and ')} can't be used together`
  }
  const text = msg.replace(/^Value error, /, '')
  if (given === undefined) return `Invalid value for '${loc.join('.')}': ${text}`
  if (type !== 'missing') return `Invalid value for '${given}': ${text}`
  return given.startsWith('--') ? `Missing option '${given}'.` : `Missing argument '${given}'.`
}

/** An option concerns its own field, whatever is below it, and the object that only it fills in. */
function concerns({ path }: FlagSpec, keys: readonly string[]): boolean {
  return path.every((step, index) => keys[index] === step)
}

function isRemoved(manifest: unknown, loc: Loc): boolean {
  let at = manifest
  for (const step of loc) {
    if (at === null || typeof at !== 'object') return false
    at = (at as Record<string | number, unknown>)[step]
    if (typeof step === 'number') return (at as { state?: unknown } | undefined)?.state === 'absent'
  }
  return false
}
