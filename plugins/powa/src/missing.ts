import type { Instance } from '@pglift/sdk'
import {
  OPTIONAL,
  type OptionalExtension,
  type Packaging,
  POWA,
  packageOf,
  packagingOf,
  REQUIRED,
} from './extensions.js'
import type { FindInstallation, Installation } from './installation.js'
import type { Session } from './settings.js'

/** The optional extensions of the site's settings that the instance's major has, in their own order. */
export async function optionalExtensions(
  { section }: Pick<Session, 'section'>,
  find: FindInstallation,
  instance: Pick<Instance, 'bindir' | 'version'>,
): Promise<OptionalExtension[]> {
  const found = await find(instance)
  return OPTIONAL.filter((name) => section.extensions.includes(name) && found?.extensions.has(name))
}

const listed = (words: readonly string[], joint: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`

function packages(names: readonly string[], version: string, packaging: Packaging): string {
  return listed([...new Set(names.map((name) => packageOf(name, version, packaging)))], 'and')
}

/** The packages that are to be installed: of this system, or, on one that isn't known, of both kinds. */
export function packagesToInstall(
  names: readonly string[],
  version: string,
  packaging: Packaging | undefined,
): string {
  if (packaging !== undefined) return packages(names, version, packaging)
  return `${packages(names, version, 'debian')} (Debian), or ${packages(names, version, 'rpm')} (RPM)`
}

/** What an instance of this major lacks for PoWA, and who brings it; undefined for nothing. */
export async function missingProblem(
  { effects }: Pick<Session, 'effects'>,
  found: Installation | undefined,
  version: string,
): Promise<string | undefined> {
  const missing = found === undefined ? [] : [POWA, ...REQUIRED].filter((name) => !found.extensions.has(name))
  if (missing.length === 0) return undefined
  const packaging = packagingOf((await effects.files.readText('/etc/os-release')) ?? '')
  const what = listed(missing, 'and')
  const toInstall = packagesToInstall(missing, version, packaging)
  return `PoWA needs ${what}, which PostgreSQL ${version} does not have in ${found?.directory}; install ${toInstall}`
}
