import { join } from 'node:path'
import { PgliftError } from '../../errors/kinds.js'
import { hasPassword, parseConninfo } from '../conninfo.js'

/** A program, by its path, and its arguments. */
export type Argv = readonly [program: string, ...args: string[]]

/** Path of one of PostgreSQL's programs. */
export function program(bindir: string, name: string): string {
  return join(bindir, name)
}

/** `conninfo` as it may stand in argv, which every user of the machine can read: passwords travel in PGPASSWORD. */
export function argvConninfo(conninfo: string): string {
  if (!hasPassword(parseConninfo(conninfo))) return conninfo
  throw new PgliftError('bug', 'PGLIFT_PASSWORD_IN_ARGV', 'a password was about to be put on a command line')
}
