import { type Argv, program } from './argv.js'

/** `postgres -D` */
export function postgresArgv(bindir: string, datadir: string): Argv {
  return [program(bindir, 'postgres'), '-D', datadir]
}
