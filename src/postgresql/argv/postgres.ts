import { parameterName } from '../sql/parameters.js'
import { type Argv, program } from './argv.js'

/** `postgres -D`; `parameters` override the configuration files for this run (`-c name=value`). */
export function postgresArgv(
  bindir: string,
  datadir: string,
  parameters: Readonly<Record<string, string>> = {},
): Argv {
  const overrides = Object.entries(parameters).flatMap(([name, value]) => [
    '-c',
    `${parameterName(name)}=${value}`,
  ])
  return [program(bindir, 'postgres'), '-D', datadir, ...overrides]
}

/** `program --version`, to be read by `parsePgVersion`. */
export function versionArgv(bindir: string, name = 'postgres'): Argv {
  return [program(bindir, name), '--version']
}
