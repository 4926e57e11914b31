import type { Interfaces } from '@oclif/core'

/** Says nothing: oclif's own logger loads a package for what is thrown away unless `DEBUG` asks for it. */
const SILENT: Interfaces.Logger = {
  child: () => SILENT,
  debug() {},
  error() {},
  info() {},
  trace() {},
  warn() {},
  namespace: 'oclif',
}

/** Logger to run oclif with: its own when the environment has `DEBUG`. */
export function oclifLogger({ DEBUG }: NodeJS.ProcessEnv): { readonly logger?: Interfaces.Logger } {
  return DEBUG ? {} : { logger: SILENT }
}
