import type { Host } from '../../host/host.js'

/** Paths that pglift manages for the site: those of the components, then the directory of PostgreSQL's logs. */
export async function sitePaths({ hooks, settings }: Host): Promise<string[]> {
  const paths: string[] = []
  await hooks.siteList.promise({ paths })
  const { logpath } = settings.postgresql
  return logpath === null ? paths : [...paths, logpath]
}
