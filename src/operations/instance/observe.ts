import { join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import type { Instance, ObservedInstance, ObservedStandby } from '../../models/instance-identity.js'
import { DEFAULT_PORT } from '../../postgresql/address.js'
import { type ResolvedConf, resolveConf } from '../../postgresql/conf/resolve.js'
import type { Conf } from '../../postgresql/conf/value.js'
import { readControlData } from '../steps/control-file.js'
import { runningPostmaster } from '../steps/postmaster.js'
import { isHalfRewound } from '../steps/rewind-marker.js'

type Io = Pick<Effects, 'files' | 'processes'>

/** postgresql.conf with its includes, then postgresql.auto.conf: each parameter in force with the line that gives it. */
export async function resolveFiles(
  { files }: Pick<Effects, 'files'>,
  datadir: string,
): Promise<ResolvedConf | undefined> {
  const main = join(datadir, 'postgresql.conf')
  const text = await files.readText(main)
  if (text === undefined) return undefined
  const auto = join(datadir, 'postgresql.auto.conf')
  const autoText = await files.readText(auto)
  const sources = [{ path: main, text }, ...(autoText === undefined ? [] : [{ path: auto, text: autoText }])]
  return resolveConf(
    sources,
    (path) => files.readText(path),
    async (path) => ((await files.status(path))?.kind === 'directory' ? files.list(path) : undefined),
  )
}

/** What the server reads at its next start. */
export async function effectiveConf(io: Pick<Effects, 'files'>, datadir: string): Promise<Conf | undefined> {
  const resolved = await resolveFiles(io, datadir)
  if (resolved === undefined) return undefined
  return Object.fromEntries(Object.entries(resolved).map(([name, { value }]) => [name, value]))
}

/** First directory of a comma-separated, possibly quoted list. */
export function firstSocketDirectory(conf: Conf): string | undefined {
  const list = conf.unix_socket_directories
  if (list === undefined) return undefined
  const first = String(list)
    .split(',')[0]
    ?.trim()
    .replace(/^"(.*)"$/, '$1')
  return first === '' ? undefined : first
}

function standbyOf(conf: Conf): ObservedStandby {
  const text = (name: string) =>
    conf[name] === undefined || conf[name] === '' ? undefined : String(conf[name])
  return { primaryConninfo: text('primary_conninfo'), slot: text('primary_slot_name') }
}

async function requireVersion({ files }: Io, { datadir, version, id }: Instance): Promise<boolean> {
  const found = (await files.readText(join(datadir, 'PG_VERSION')))?.trim()
  if (found === undefined) return false
  if (found === version) return true
  throw operational(
    'PGLIFT_VERSION_MISMATCH',
    `version mismatch in ${datadir} of instance ${id} (${found} != ${version})`,
    {
      hint: `the site setting 'postgresql.datadir' finds another major's data there`,
    },
  )
}

/** The port of a configuration; PostgreSQL's own default when it names none. */
export function portOf(conf: Conf): number {
  return Number(conf.port ?? DEFAULT_PORT)
}

/**
 * Looks at one instance: its files and its processes. Undefined when there is none (no PG_VERSION or no
 * postgresql.conf). Fails with `PGLIFT_VERSION_MISMATCH` when another major's data lies there. No child, no SQL.
 */
export async function observeInstance(io: Io, instance: Instance): Promise<ObservedInstance | undefined> {
  if (!(await requireVersion(io, instance))) return undefined
  const { datadir } = instance
  const [conf, server, signal, control, halfRewound] = await Promise.all([
    effectiveConf(io, datadir),
    runningPostmaster(io, datadir),
    io.files.status(join(datadir, 'standby.signal')),
    readControlData(io, datadir),
    isHalfRewound(io, datadir),
  ])
  if (conf === undefined) return undefined
  return {
    ...instance,
    port: server?.port ?? portOf(conf),
    configuredPort: portOf(conf),
    socketDirectory: server?.socketDirectory ?? firstSocketDirectory(conf),
    conf,
    pid: server?.pid,
    running: server !== undefined,
    standby: signal === undefined ? null : standbyOf(conf),
    systemIdentifier: control?.systemIdentifier,
    dataChecksums: control?.dataChecksums,
    halfRewound,
  }
}
