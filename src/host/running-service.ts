import type { Effects } from '../effects/effects.js'
import type { Service } from './service.js'

/** Variable in the environment of services that pglift runs itself; its value is the path of the pid file. */
export const SERVICE_VARIABLE = 'PGLIFT_SERVICE'

type Io = Pick<Effects, 'files' | 'processes'>

/**
 * The pid of a service that runs without a service manager. Its pid file is believed only when that process was
 * started as this very service: after a reboot the pid may belong to anything.
 */
export async function runningService(
  { files, processes }: Io,
  { pidFile }: Pick<Service, 'pidFile'>,
): Promise<number | undefined> {
  const pid = Number((await files.readText(pidFile))?.trim())
  if (!Number.isInteger(pid) || pid <= 0 || !processes.isAlive(pid)) return undefined
  return processes.environment(pid)?.[SERVICE_VARIABLE] === pidFile ? pid : undefined
}

/**
 * Processes of a service that no pid file tells of: pglift was killed between starting one and noting its pid. What the
 * service itself has started does not count.
 */
export async function strayServices(
  { processes }: Pick<Effects, 'processes'>,
  { pidFile, argv }: Pick<Service, 'argv' | 'pidFile'>,
): Promise<number[]> {
  const marked = await processes.withVariable(SERVICE_VARIABLE, pidFile)
  const ending = argv.slice(1).join('\0')
  // A script's command line begins with its interpreter.
  return marked.filter((pid) => (processes.commandLine(pid) ?? []).join('\0').endsWith(ending))
}
