import { basename } from 'node:path'
import type { Effects } from '@pglift/sdk'

/** The pid of the TLS server that runs with this configuration; a pid file alone proves nothing. */
export async function runningServer(
  { files, processes }: Pick<Effects, 'files' | 'processes'>,
  { conf, pidFile }: { conf: string; pidFile: string },
): Promise<number | undefined> {
  const pid = Number((await files.readText(pidFile))?.trim())
  if (!Number.isInteger(pid) || pid <= 0 || !processes.isAlive(pid)) return undefined
  const [program = '', ...args] = processes.commandLine(pid) ?? []
  const isOurs =
    basename(program) === 'pgbackrest' && args.includes('server') && args.includes(`--config=${conf}`)
  return isOurs ? pid : undefined
}
