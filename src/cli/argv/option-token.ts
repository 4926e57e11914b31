/** An option as it stands in argv, split at `=` (or after the letter of a short one). */
export interface OptionToken {
  /** As typed, without value: `--log-level`, `-L`. */
  readonly typed: string
  /** Without dashes: `log-level`, `L`. */
  readonly name: string
  readonly long: boolean
  /** `--log-level=debug`, `-L=debug`, `-Ldebug`; for a short option without value, its letters may be further options. */
  readonly attached?: string
}

/** Splits an argument that starts with a dash; undefined for all else, `-` and `--` included. */
export function optionToken(argument: string): OptionToken | undefined {
  if (!argument.startsWith('-') || argument === '-' || argument === '--') return undefined
  if (argument.startsWith('--')) {
    const equals = argument.indexOf('=')
    if (equals === -1) return { typed: argument, name: argument.slice(2), long: true }
    const typed = argument.slice(0, equals)
    return { typed, name: typed.slice(2), long: true, attached: argument.slice(equals + 1) }
  }
  const typed = argument.slice(0, 2)
  const rest = argument.slice(argument[2] === '=' ? 3 : 2)
  return {
    typed,
    name: typed.slice(1),
    long: false,
    ...(argument.length > 2 && { attached: rest }),
  }
}
