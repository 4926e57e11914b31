import type { Effects } from '@pglift/sdk'

const PROGRAM: ReadonlySet<string> = new Set(['pgbackrest'])

/** How long a pgBackRest that is at work may take to end. */
export const PATIENCE_MS = 10_000

/** Pids of pgBackRest at work for a data directory. */
export function atWork({ processes }: Pick<Effects, 'processes'>, datadir: string): Promise<number[]> {
  return processes.using(datadir, PROGRAM)
}
