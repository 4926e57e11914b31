import type { Fault } from '../errors/kinds.js'
import type { SettingsReader } from './reader.js'
import type { ExistenceRule } from './resolve.js'
import type { ManagerKey } from './sections.js'
import { templateVariables } from './template-variables.js'
import type { SiteSettings } from './types.js'

const MANAGERS: readonly ManagerKey[] = ['service_manager', 'scheduler', 'tmpfiles_manager']

function fault(loc: Fault['loc'], msg: string, input?: unknown): Fault {
  return { type: 'value_error', loc, msg, input }
}

/** A manager must be a component whose section is there. */
export function managerFaults(
  settings: SiteSettings,
  providers: ReadonlyMap<ManagerKey, readonly string[]>,
): Fault[] {
  return MANAGERS.flatMap((key) => {
    const value = settings[key]
    if (value === null || value === undefined) return []
    const able = providers.get(key)?.includes(value as string) ?? false
    if (able && settings[value as string]) return []
    return [fault([key], `cannot use ${value}, if '${value}' is not enabled globally`, value)]
  })
}

/** Faults of the `postgresql` section between its keys. */
export function postgresqlFaults({ postgresql }: SiteSettings): Fault[] {
  return [...versionFaults(postgresql), ...passfileFaults(postgresql), ...directoryFaults(postgresql)]
}

type Postgresql = SiteSettings['postgresql']

function versionFaults({ default_version, versions }: Postgresql): Fault[] {
  const available = versions.map(({ version }) => version)
  if (available.length === 0 || available.includes(default_version)) return []
  const msg = `value must be amongst available 'versions': ${available.join(', ')}`
  return [fault(['postgresql', 'default_version'], msg, default_version)]
}

function passfileFaults({ auth, surole, backuprole }: Postgresql): Fault[] {
  if (auth.passfile !== null) return []
  return Object.entries({ surole, backuprole }).flatMap(([key, { pgpass }]) =>
    pgpass ? [fault(['postgresql', key, 'pgpass'], "cannot set 'pgpass' without 'auth.passfile'", true)] : [],
  )
}

function directoryFaults({ datadir, waldir, socket_directory }: Postgresql): Fault[] {
  const faults: Fault[] = []
  const [data, wal] = [datadir, waldir].map((path) => templateVariables(path).sort().join())
  if (data !== wal) {
    const msg = "expecting the same template variables as for 'datadir' setting"
    faults.push(fault(['postgresql', 'waldir'], msg, waldir))
  }
  if (waldir === datadir || waldir.startsWith(`${datadir}/`)) {
    faults.push(fault(['postgresql', 'waldir'], "cannot be in 'datadir'", waldir))
  }
  // unix_socket_directories is a list: a comma would make two directories of it.
  if (socket_directory.includes(',')) {
    faults.push(fault(['postgresql', 'socket_directory'], 'must not contain a comma', socket_directory))
  }
  return faults
}

/** The programs of dump and restore commands that are not PostgreSQL's own must be there. */
export async function commandFaults({ postgresql }: SiteSettings, reader: SettingsReader): Promise<Fault[]> {
  const { dump_commands, restore_commands } = postgresql
  return [
    ...(await listFaults('dump_commands', dump_commands, reader)),
    ...(await listFaults('restore_commands', restore_commands, reader)),
  ]
}

async function listFaults(key: string, commands: readonly (readonly string[])[], reader: SettingsReader) {
  const faults: Fault[] = []
  for (const [index, [program = '']] of commands.entries()) {
    const problem = await programProblem(program, reader)
    if (problem === undefined) continue
    faults.push(
      fault(['postgresql', key], `program '${program}' from command #${index + 1} ${problem}`, program),
    )
  }
  return faults
}

async function programProblem(program: string, reader: SettingsReader): Promise<string | undefined> {
  if (program.startsWith('{bindir}/')) return undefined
  if (!program.startsWith('/')) return "is neither an absolute path nor below '{bindir}'"
  if (!(await reader.isFile(program))) return 'does not exist'
  return (await reader.isExecutable(program)) ? undefined : 'is not executable'
}

const ABSENT = {
  directory: ['path_not_directory', 'Path does not point to a directory'],
  executable: ['path_not_executable', 'Path does not point to an executable file'],
  file: ['path_not_file', 'Path does not point to a file'],
} as const

/** Paths that must exist and don't. */
export async function existenceFaults(
  rules: readonly ExistenceRule[],
  reader: SettingsReader,
): Promise<Fault[]> {
  const faults = await Promise.all(
    rules.map(async ({ loc, path, kind }) => {
      if (await exists(path, kind, reader)) return []
      const [type, msg] = ABSENT[kind]
      return [{ type, loc, msg, input: path }]
    }),
  )
  return faults.flat()
}

async function exists(path: string, kind: ExistenceRule['kind'], reader: SettingsReader): Promise<boolean> {
  if (kind === 'directory') return reader.isDirectory(path)
  return (await reader.isFile(path)) && (kind === 'file' || (await reader.isExecutable(path)))
}
