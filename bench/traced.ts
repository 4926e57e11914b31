import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../test/support/site.js'

/** What a command did to the machine, as the kernel saw it. */
export interface Trace {
  /** Command lines of the programs that it started itself. */
  readonly children: readonly (readonly string[])[]
  /** Paths below the site's prefix that it opened for writing, made, renamed or removed, itself. */
  readonly writes: readonly string[]
}

const CHANGES =
  'openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmodat,utimensat'

/** Children are left alone once they run another program: servers would never let strace end. */
const STRACE = [
  '-f',
  '-qq',
  '-s',
  '4096',
  '-b',
  'execve',
  '-e',
  'signal=none',
  '-e',
  `trace=execve,${CHANGES}`,
]

function argvOf(line: string): string[] | undefined {
  const [, list] = /execve\("[^"]*", (\[.*?\]), 0x/.exec(line) ?? []
  return list === undefined ? undefined : (JSON.parse(list) as string[])
}

// strace shows a call that another thread interrupts in two lines, of which the first has the arguments.
function hasFailed(line: string): boolean {
  return / = -1 E/.test(line)
}

function isChange(line: string): boolean {
  if (/\bopen(at)?\(/.test(line)) return /O_WRONLY|O_RDWR|O_CREAT/.test(line)
  return !line.includes('execve(')
}

/** Runs `pglift ARGS` under strace. */
export async function traced(site: Site, args: readonly string[]): Promise<Trace> {
  const file = join(site.directory, 'tmp', 'trace')
  await site.ok(args, { wrapper: ['strace', ...STRACE, '-o', file] })
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !hasFailed(line))
  rmSync(file)
  const [, ...children] = lines.map(argvOf).filter((argv) => argv !== undefined) // Node itself first
  const writes = lines
    .filter(isChange)
    .flatMap((line) => /"([^"]+)"/.exec(line)?.[1] ?? [])
    .filter((path) => path.startsWith(`${site.prefix}/`))
  return { children, writes }
}
