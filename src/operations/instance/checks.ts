import { join } from 'node:path'
import { isInterrupted, readJournals } from '../../engine/journal.js'
import { type Fault, operational, ValidationError } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { SOCKET_PATH_MAX } from '../../postgresql/address.js'
import type { Configuration } from './configuration.js'
import { listInstances } from './list.js'
import { firstSocketDirectory } from './observe.js'

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

/** Whether no process of the host has the port, and no other operation has claimed it. */
async function isPortFree(host: Host, instance: Instance, port: number): Promise<boolean> {
  const claimed = (await claimedPorts(host, instance)).includes(port)
  return !claimed && host.effects.net.isPortFree(port)
}

async function portFaults(
  host: Host,
  instance: Instance,
  port: number,
  desired: InstanceManifest,
  vacated: readonly number[],
): Promise<Fault[]> {
  if (vacated.includes(port)) return []
  return (await isPortFree(host, instance, port)) ? [] : [portFault(port, desired.port)]
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
  { conf, port }: Configuration,
  existing: { observed?: ObservedInstance; upgradedFrom?: ObservedInstance },
): Promise<{ faults: Fault[]; ports: number[] }> {
  const faults: Fault[] = []
  const ports: number[] = []
  const isFree = (wanted: number) => isPortFree(host, instance, wanted)
  const event = { instance, desired, conf, port, faults, ports, isPortFree: isFree, ...existing }
  await host.hooks.instanceCheck.promise(event)
  return { faults, ports }
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

/** Everything about a new instance that only the host can tell, in one report. Answers all ports that it takes. */
export async function checkNew(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
  configuration: Configuration,
  { upgradedFrom, vacated = [] }: { upgradedFrom?: ObservedInstance; vacated?: readonly number[] } = {},
): Promise<number[]> {
  const { port } = configuration
  const existing = upgradedFrom === undefined ? {} : { upgradedFrom }
  const ofComponents = await componentFaults(host, instance, desired, configuration, existing)
  const faults = [
    ...(await portFaults(host, instance, port, desired, vacated)),
    ...socketPathFault(configuration),
    ...ofComponents.faults,
  ]
  if (faults.length > 0) throw new ValidationError('Instance', faults)
  await warnOfSharedPort(host, port)
  return [port, ...ofComponents.ports]
}

/** The same for one that exists; its own port is its own. */
export async function checkChanged(
  host: Host,
  observed: ObservedInstance,
  desired: InstanceManifest,
  configuration: Configuration,
  vacated: readonly number[] = [],
): Promise<void> {
  const { port } = configuration
  const moved = port !== observed.port
  const faults = [
    ...(moved ? await portFaults(host, observed, port, desired, vacated) : []),
    ...socketPathFault(configuration),
    ...(await componentFaults(host, observed, desired, configuration, { observed })).faults,
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
