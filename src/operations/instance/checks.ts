import { join } from 'node:path'
import { isInterrupted, readJournals } from '../../engine/journal.js'
import { type Fault, operational, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import type { Configuration } from './configuration.js'
import { listInstances } from './list.js'
import { firstSocketDirectory } from './observe.js'

/** Bytes of a socket's path, its ending NUL aside (unix(7)); PostgreSQL refuses longer ones when it starts. */
const SOCKET_PATH_MAX = 107

function portFault(port: number, input: unknown): Fault {
  return { type: 'value_error', loc: ['port'], msg: `port ${port} already in use`, input }
}

/** Ports that other operations, running now, are about to use. */
async function claimedPorts({ effects, engine }: Host, instance: Instance): Promise<number[]> {
  const journals = await readJournals(effects.files, engine.journalDirectory)
  return journals
    .filter((journal) => journal.header.object !== instance.id && !isInterrupted(journal, effects.processes))
    .flatMap(({ header }) => header.ports)
}

/** Faults of the port: taken by any process of the host, or claimed by another operation. */
async function portFaults(
  host: Host,
  instance: Instance,
  port: number,
  desired: InstanceManifest,
): Promise<Fault[]> {
  const claimed = (await claimedPorts(host, instance)).includes(port)
  const free = !claimed && (await host.effects.net.isPortFree(port))
  return free ? [] : [portFault(port, desired.port)]
}

function socketPathFault({ conf, port }: Configuration): Fault[] {
  const directory = firstSocketDirectory(conf)
  if (directory === undefined || directory.startsWith('@')) return []
  const path = join(directory, `.s.PGSQL.${port}`)
  const bytes = Buffer.byteLength(path)
  if (bytes <= SOCKET_PATH_MAX) return []
  const msg = `socket path ${path} is too long (${bytes} bytes, at most ${SOCKET_PATH_MAX}); choose a shorter 'postgresql.socket_directory'`
  return [{ type: 'value_error', loc: ['settings', 'unix_socket_directories'], msg, input: directory }]
}

async function componentFaults(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  existing: { observed?: ObservedInstance; upgradedFrom?: ObservedInstance },
): Promise<Fault[]> {
  const faults: Fault[] = []
  await host.hooks.instanceCheck.promise({ instance, desired, faults, ...existing })
  return faults
}

/** A port is free while the instance that is configured for it is stopped: only one of the two can run. */
async function warnOfSharedPort(host: Host, port: number): Promise<void> {
  const others = (await listInstances(host)).filter(
    (item) => item.port === port && item.status === 'not_running',
  )
  for (const { version, name } of others)
    host.log.warning(
      `port ${port} is also that of ${version}/${name}, which is stopped: only one of them can run`,
    )
}

/** Everything about a new instance that only the host can tell, in one report. */
export async function checkNew(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
  upgradedFrom?: ObservedInstance,
): Promise<void> {
  const faults = [
    ...(await portFaults(host, instance, configuration.port, desired)),
    ...socketPathFault(configuration),
    ...(await componentFaults(host, instance, desired, upgradedFrom === undefined ? {} : { upgradedFrom })),
  ]
  if (faults.length > 0) throw new ValidationError('Instance', faults)
  await warnOfSharedPort(host, configuration.port)
}

/** The same for one that exists; its own port is its own. */
export async function checkChanged(
  host: Host,
  observed: ObservedInstance,
  desired: InstanceManifest,
  configuration: Configuration,
): Promise<void> {
  const moved = configuration.port !== observed.port
  const faults = [
    ...(moved ? await portFaults(host, observed, configuration.port, desired) : []),
    ...socketPathFault(configuration),
    ...(await componentFaults(host, observed, desired, { observed })),
  ]
  if (faults.length > 0) throw new ValidationError('Instance', faults)
}

/** The server's programs must be there before anything is made. */
export async function requirePrograms(
  { effects }: Host,
  { bindir, version }: Instance,
  programs: readonly string[],
): Promise<void> {
  for (const program of programs) {
    const path = join(bindir, program)
    if (await effects.files.isExecutable(path)) continue
    throw operational(
      'PGLIFT_PROGRAM_MISSING',
      `PostgreSQL ${version} has no program '${program}' in ${bindir}`,
      {
        hint: `install PostgreSQL ${version}, or correct 'postgresql.bindir' or 'postgresql.versions' in the site settings`,
      },
    )
  }
}
