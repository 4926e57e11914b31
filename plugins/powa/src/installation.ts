import { dirname, join } from 'node:path'
import type { Instance } from '@pglift/sdk'
import type { Session } from './settings.js'

/** What a PostgreSQL installation could create in a database. */
export interface Installation {
  /** Directory of the extensions' control files. */
  readonly directory: string
  readonly extensions: ReadonlySet<string>
}

/** Finds the installation of an instance's major; undefined when it has no directory that is known. */
export type FindInstallation = (
  instance: Pick<Instance, 'bindir' | 'version'>,
) => Promise<Installation | undefined>

type Reading = Pick<Session, 'effects'>

const SUFFIX = '.control'

/** Where `share` may be, seen from the programs: as installed from sources or by RPM, and by Debian. */
function layouts(bindir: string, version: string): string[] {
  const prefix = dirname(bindir)
  const shares = ['share', 'share/postgresql', 'share/pgsql', `../../../share/postgresql/${version}`]
  return shares.map((share) => join(prefix, share))
}

async function toldByPgConfig({ effects }: Reading, bindir: string): Promise<string[]> {
  const program = join(bindir, 'pg_config')
  if (!(await effects.files.isExecutable(program))) return []
  const { stdout } = await effects.processes.run([program, '--sharedir'])
  return [stdout.trim()]
}

async function look(
  reading: Reading,
  { bindir, version }: Pick<Instance, 'bindir' | 'version'>,
): Promise<Installation | undefined> {
  const told = await toldByPgConfig(reading, bindir)
  for (const share of told.length > 0 ? told : layouts(bindir, version)) {
    const directory = join(share, 'extension')
    const names = (await reading.effects.files.list(directory)).filter((name) => name.endsWith(SUFFIX))
    const extensions = new Set(names.map((name) => name.slice(0, -SUFFIX.length)))
    // PostgreSQL itself brings this one.
    if (extensions.has('plpgsql')) return { directory, extensions }
  }
  return undefined
}

/** Looks once a command at each installation. */
export function installations(reading: Reading): FindInstallation {
  const known = new Map<string, Promise<Installation | undefined>>()
  return (instance) => {
    const found = known.get(instance.bindir) ?? look(reading, instance)
    known.set(instance.bindir, found)
    return found
  }
}
