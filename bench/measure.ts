import { spawnSync } from 'node:child_process'

/** Something whose time is taken, again and again. */
export interface Subject {
  readonly name: string
  /** Not timed: brings about what `run` needs. */
  before?(): Promise<unknown>
  /** Answers its own milliseconds when it measures itself. */
  run(): Promise<number> | number
  /** Not timed. */
  after?(): Promise<unknown>
}

export interface Rounds {
  /** Timed rounds, of which the median is taken. */
  readonly rounds: number
  /** Rounds that are not counted: they fill the caches of the kernel, the disk and Node. */
  readonly warmUp: number
}

/** Milliseconds by subject. */
export type Times = ReadonlyMap<string, number>

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2
}

/**
 * Median times of the subjects. Each round takes all of them, one after another, so that a machine that is slow for a
 * while is slow for all of them, and their ratios hold.
 */
export async function interleaved(
  subjects: readonly Subject[],
  { rounds, warmUp }: Rounds,
): Promise<Map<string, number>> {
  const times = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds + warmUp; round += 1) {
    for (const { name, before, run, after } of subjects) {
      await before?.()
      const ms = await run()
      if (round >= warmUp) times.get(name)?.push(ms)
      await after?.()
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]))
}

/** Milliseconds that a program takes from its start to its end. Fails with what it said when it does not end with 0. */
export function timed(argv: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): number {
  const [program = '', ...args] = argv
  const started = process.hrtime.bigint()
  const { status, signal, error, stderr } = spawnSync(program, args, { env, cwd, encoding: 'utf8' })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (error) throw error
  if (status !== 0) throw new Error(`${argv.join(' ')}: status ${status ?? signal}\n${stderr}`)
  return ms
}
