import { EXIT_CODE, type Fault, PgliftError } from '../../errors/kinds.js'
import { UsageErrorAt } from './usage-error.js'

/** What to tell of an error, and how the process ends. */
export interface ErrorReport {
  /** Lines for standard error. */
  readonly lines: readonly string[]
  readonly exitCode: number
  /** What `-o json` puts on standard output. */
  readonly json: unknown
  readonly kind: 'usage' | 'operational' | 'cancelled' | 'bug' | 'exit'
}

/** Gives the lines before a usage error: usage and where help is. `path`: of another command than the running one. */
export type UsageLines = (path: readonly string[] | undefined) => readonly string[]

interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly code?: string
  readonly suggestions?: readonly string[]
}

/**
 * How an error is told: `Error: <message>` and a hint; a usage error after the command's usage line; a cancelled
 * command as `Aborted!`. All that pglift does not foresee is a bug: `debugLog` is called for the path of its log.
 */
export async function reportOf(
  error: unknown,
  usage: UsageLines,
  debugLog: (error: Error) => Promise<string | undefined>,
): Promise<ErrorReport> {
  if (isPgliftError(error) && error.kind !== 'bug') return foreseen(error, usage)
  const unforeseen = error instanceof Error ? error : new Error(String(error))
  const { oclif, message, code, suggestions } = unforeseen as OclifError
  if (code === 'EEXIT') return { kind: 'exit', lines: [], exitCode: oclif?.exit ?? 0, json: undefined }
  if (oclif?.exit !== undefined) {
    const lines = [`Error: ${message}`, ...(suggestions ?? []).map((text) => `hint: ${text}`)]
    return {
      kind: 'operational',
      lines,
      exitCode: oclif.exit,
      json: errorJson(code ?? 'PGLIFT_OCLIF', message),
    }
  }
  const path = await debugLog(unforeseen)
  const summary = 'an unexpected error occurred, this is probably a bug'
  const text = path === undefined ? `${summary}: ${message}` : `${summary}; details can be found at ${path}`
  return {
    kind: 'bug',
    lines: [`Error: ${text}`],
    exitCode: EXIT_CODE.bug,
    json: errorJson('PGLIFT_BUG', text),
  }
}

// Components may carry a copy of the class: `instanceof` does not hold.
function isPgliftError(error: unknown): error is PgliftError {
  return error instanceof PgliftError || (error instanceof Error && 'kind' in error && 'code' in error)
}

function foreseen(error: PgliftError, usage: UsageLines): ErrorReport {
  const { kind, code, hint } = error
  const message = messageOf(error)
  const json = errorJson(code, message, hint)
  if (code === 'PGLIFT_CANCELLED') return { kind: 'cancelled', lines: ['Aborted!'], exitCode: 1, json }
  const lines = [...`Error: ${message}`.split('\n'), ...(hint === undefined ? [] : [`hint: ${hint}`])]
  if (kind === 'usage') {
    const path = error instanceof UsageErrorAt ? error.path : undefined
    return { kind, lines: [...usage(path), ...lines], exitCode: EXIT_CODE.usage, json }
  }
  const faults = (error as { faults?: readonly Fault[] }).faults
  return {
    kind: 'operational',
    lines,
    exitCode: EXIT_CODE.operational,
    json: faults?.map(({ type, loc, msg, input }) => ({ type, loc, msg, input })) ?? json,
  }
}

/** A usage error about an option or argument names it, unless its message already does. */
function messageOf({ kind, message, param }: PgliftError): string {
  if (kind !== 'usage' || param === undefined) return message
  const label = param
    .split(' / ')
    .map((spelling) => `'${spelling}'`)
    .join(' / ')
  return message.includes(label) ? message : `Invalid value for ${label}: ${message}`
}

function errorJson(code: string, message: string, hint?: string): { error: Record<string, string> } {
  return { error: { code, message, ...(hint !== undefined && { hint }) } }
}
