/** Extensions of PoWA's database without which it does not work, in the order in which they are created. */
export const REQUIRED = ['btree_gist', 'pg_qualstats', 'pg_stat_statements', 'pg_stat_kcache'] as const

/** Those that add to what it shows. */
export const OPTIONAL = ['pg_wait_sampling', 'pg_track_settings', 'hypopg'] as const

/**
 * Without pg_wait_sampling: its collector may wait for ever for a backend that is gone (issues 29 and 122 of its
 * project), which PoWA's first snapshot after a start is likely to be, and a server with such a collector does not stop.
 */
export const OPTIONAL_BY_DEFAULT: readonly OptionalExtension[] = ['pg_track_settings', 'hypopg']

export type OptionalExtension = (typeof OPTIONAL)[number]

/** The extension itself, and its library, with the background worker that takes the snapshots. */
export const POWA = 'powa'

/** Of PostgreSQL's own source: packaged with it, or as its contrib modules. */
const CONTRIB: ReadonlySet<string> = new Set(['btree_gist', 'pg_stat_statements'])

/** All extensions to be created, itself last: it looks at what is there. */
export function extensionsWith(optional: readonly OptionalExtension[]): readonly string[] {
  return [...REQUIRED, ...optional, POWA]
}

/**
 * Libraries that the server must load when it starts. pg_stat_statements is first: pg_stat_kcache takes its size over, and
 * lets the server fail when it comes earlier.
 */
export function librariesWith(optional: readonly OptionalExtension[]): readonly string[] {
  const waits = optional.includes('pg_wait_sampling') ? ['pg_wait_sampling'] : []
  return ['pg_stat_statements', 'pg_stat_kcache', 'pg_qualstats', ...waits, POWA]
}

/** Whose packages a system has. */
export type Packaging = 'debian' | 'rpm'

/** Name of the package that holds an extension for a major: Debian's, and in the PGDG's repositories for RPM. */
export function packageOf(extension: string, major: string, packaging: Packaging): string {
  if (packaging === 'debian')
    return CONTRIB.has(extension)
      ? `postgresql-${major}`
      : `postgresql-${major}-${extension.replaceAll('_', '-')}`
  return CONTRIB.has(extension) ? `postgresql${major}-contrib` : `${extension}_${major}`
}

/** Which packages a system has, by its os-release(5); undefined for others. */
export function packagingOf(osRelease: string): Packaging | undefined {
  const values = [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].map(([, value = '']) => value)
  const like = values.flatMap((value) => value.split(' '))
  if (like.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian'
  return like.some((id) => ['rhel', 'fedora', 'centos', 'suse', 'opensuse'].includes(id)) ? 'rpm' : undefined
}
