/** Whose fault it is: the command line's, the site's, or ours. */
export type ErrorKind = 'usage' | 'operational' | 'bug'

/** Exit status of a command that ends with an error of the kind; `instance status` has one of its own, 3: not running. */
export const EXIT_CODE: Readonly<Record<ErrorKind, number>> = { usage: 2, operational: 1, bug: 70 }

export interface ErrorDetails {
  /** What the user can do next, one sentence. */
  hint?: string
  cause?: unknown
  /** Option, argument or setting that the error is about, as the user typed it: `--port`, `NAME`. */
  param?: string
  /** SQLSTATE, of an error that the server raised. */
  sqlState?: string
}

/**
 * An error that pglift foresees. `code` is stable (`PGLIFT_<AREA>_<FAULT>`) and is what programs test;
 * `instanceof` does not hold across packages, so components test `code` or `kind`.
 */
export class PgliftError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly hint: string | undefined
  readonly param: string | undefined
  readonly sqlState: string | undefined

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'PgliftError'
    this.kind = kind
    this.code = code
    this.hint = details.hint
    this.param = details.param
    this.sqlState = details.sqlState
  }
}

/** One fault of a value, in the shape that the original prints with `-o json`. */
export interface Fault {
  /** `missing`, `extra_forbidden`, `string_pattern_mismatch`, `value_error`, ... */
  type: string
  /** Path of the field: keys and list indexes. */
  loc: readonly (string | number)[]
  msg: string
  input?: unknown
}

/** All faults of one model or settings file, reported together. */
export class ValidationError extends PgliftError {
  readonly subject: string
  readonly faults: readonly Fault[]

  /** `subject` names the model as the original does: `Instance`, `Role`, `PostgresExporter`, `SiteSettings`. */
  constructor(subject: string, faults: readonly Fault[], details?: ErrorDetails) {
    super('operational', 'PGLIFT_VALIDATION', renderFaults(subject, faults), details)
    this.name = 'ValidationError'
    this.subject = subject
    this.faults = faults
  }
}

function renderFaults(subject: string, faults: readonly Fault[]): string {
  const plural = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`
  const lines = faults.flatMap(({ loc, msg, type }) => [loc.join('.') || '(root)', `  ${msg} [type=${type}]`])
  return [`${plural} for ${subject}`, ...lines].join('\n')
}

/** The command line is wrong: exit 2, with the usage line and `Try '... --help'`. */
export function usage(code: string, message: string, details?: ErrorDetails): PgliftError {
  return new PgliftError('usage', code, message, details)
}

/** Something that can go wrong went wrong: exit 1, message and hint. */
export function operational(code: string, message: string, details?: ErrorDetails): PgliftError {
  return new PgliftError('operational', code, message, details)
}

/** The user (or a default answer) declined: prints `Aborted!`, exit 1. */
export class Cancelled extends PgliftError {
  constructor(message = 'Aborted!') {
    super('operational', 'PGLIFT_CANCELLED', message)
    this.name = 'Cancelled'
  }
}
