import { dirname } from 'node:path'
import type { Effects } from '../../effects/effects.js'

const ROUNDS = 100

/** Kills the programs that work in `directory`, again while there are some: one may have started another a moment before. */
export async function endProcesses(
  { processes, files }: Pick<Effects, 'processes' | 'files'>,
  directory: string,
  programs: ReadonlySet<string>,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const pids = await processes.using(directory, programs)
    if (pids.length === 0) return
    for (const pid of pids) processes.signal(pid, 'SIGKILL')
    await files.changed(dirname(directory), 20)
  }
}
