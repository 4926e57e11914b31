import { type ErrorKind, EXIT_CODE } from '../../errors/kinds.js'

/** oclif ends the program for errors of hooks that have an exit status, and swallows all others. */
export function fatal(error: Error): Error {
  const { kind = 'bug' } = error as { kind?: ErrorKind }
  return Object.assign(error, { oclif: { exit: EXIT_CODE[kind] } })
}
