import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { picture } from './picture.js'
import { nothingRuns, processesBelow, signal, until } from './process.js'
import type { Site } from './site.js'

/**
 * In front of a command: kills it at its `count`-th note in the journal. Notes are the only fdatasync(2) of pglift's main
 * thread, and there is one before and one after every step.
 */
export function killedAtNote(count: number): string[] {
  return [...strace('fdatasync'), '-e', `inject=fdatasync:signal=SIGKILL:when=${count}`]
}

/** In front of a command: its `count`-th note in the journal meets a full disk. */
export function diskFullAtNote(count: number): string[] {
  return [...strace('fdatasync'), '-e', `inject=fdatasync:error=ENOSPC:when=${count}`]
}

/** Without -f: children and threads are left alone. */
function strace(syscall: string): string[] {
  return ['strace', '-qq', '-o', '/dev/null', '-e', `trace=${syscall}`]
}

/** In front of a command: no file gets longer than `blocks` of 512 bytes; a write over it ends pglift, or its child. */
export function fileSizeLimit(blocks: number): string[] {
  return ['sh', '-c', 'ulimit -f "$0"; exec "$@"', String(blocks)]
}

/** Ends the server of an instance as a power cut would, and waits until nothing of it is left. */
export async function powerCut(site: Site, name: string): Promise<void> {
  const [pid] = readFileSync(join(site.datadir(name), 'postmaster.pid'), 'utf8').split('\n')
  signal(Number(pid), 'SIGKILL')
  // Until somebody has waited for it, its pid counts as one that lives: PostgreSQL would not start.
  await until('its pid is free again', () => !existsSync(`/proc/${pid}`))
  await nothingRuns(site.datadir(name))
}

const KILLED = 137

/** What a verb does to a site, for a sweep over all the moments at which it can be killed. */
export interface Sweep {
  readonly site: Site
  /** The command; gets `--non-interactive` in front. */
  readonly args: readonly string[]
  /** Brings the site back to what it was before the command had succeeded. */
  readonly reset: () => Promise<void>
  /** Options of `pglift recover`. */
  readonly recover?: readonly string[]
  /** More to compare than files and processes, one a line. */
  readonly look?: () => Promise<string[]>
  /** Kills at every so many notes only; at each by default. */
  readonly stride?: number
  /** Which ends are allowed; both by default. */
  readonly ends?: readonly ('before' | 'after')[]
}

/** No more notes than that: a sweep ends with the first run that is not killed. */
const LIMIT = 80

/** What a killed pglift had started may still be on its way: a server writes its pid file a little later. */
async function childrenSettled(site: Site): Promise<void> {
  const tools = () => processesBelow(site.directory).filter(({ command }) => /^(flock|cat)\b/.test(command))
  await until('locks of a killed pglift are released', () => tools().length === 0)
}

async function interruptionIsTold(site: Site): Promise<void> {
  const { stderr } = await site.run(['instance', 'list'])
  expect(stderr).to.match(/^WARNING operation '.+' on .+ was interrupted/m)
}

/**
 * Kills the command at each of its notes in turn, recovers, and expects the site to be as it was before, or as it is
 * after the command. Answers how many times it was killed and how often each end came out.
 */
export async function sweep(options: Sweep) {
  const { site, args, reset, recover = [], stride = 1, ends = ['before', 'after'] } = options
  const look = async () => [...picture(site), ...((await options.look?.()) ?? [])]
  const before = await look()
  await site.ok(args)
  const after = await look()
  expect(after, 'the command changes something').not.to.deep.equal(before)
  await reset()
  expect(await look(), 'reset brings everything back').to.deep.equal(before)
  const seen = { killed: 0, before: 0, after: 0 }
  for (let count = 1; count <= LIMIT; count += stride) {
    const { code, stderr } = await site.run(['--non-interactive', ...args], { wrapper: killedAtNote(count) })
    if (code === 0) {
      expect(await look(), 'not killed any more').to.deep.equal(after)
      return seen
    }
    expect(code, stderr).to.equal(KILLED)
    seen.killed += 1
    await childrenSettled(site)
    // What is told is the same wherever the command was killed: asked once in a sweep.
    const isFirst = seen.killed === 1
    if (isFirst) await interruptionIsTold(site)
    const recovered = await site.ok(['recover', ...recover])
    const end = endOf(await look(), { before, after })
    expect(end, `killed at note ${count}\n${recovered.stderr}`).to.be.oneOf([...ends])
    seen[end as 'before' | 'after'] += 1
    if (isFirst) expect((await site.ok(['recover'])).stderr).to.equal('INFO no operation was interrupted\n')
    if (end === 'after') await reset()
  }
  throw new Error(`still killed after ${LIMIT} notes`)
}

/** Which picture it is, or what differs from the closer one. */
function endOf(now: string[], { before, after }: { before: string[]; after: string[] }): string {
  const difference = (wanted: string[]) => [
    ...wanted.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
  ]
  const [toBefore, toAfter] = [difference(before), difference(after)]
  if (toBefore.length === 0) return 'before'
  if (toAfter.length === 0) return 'after'
  return (toBefore.length < toAfter.length ? toBefore : toAfter).join('\n')
}
