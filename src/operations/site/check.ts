import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'

async function directoryProblem({ effects: { files } }: Host, what: string, path: string): Promise<string[]> {
  if ((await files.realPath(path)) === undefined) return [`${what} '${path}' missing`]
  if (!(await files.isDirectory(path))) return [`${path} exists but is not a directory`]
  return (await files.isWritable(path)) ? [] : [`${what} ${path} exists but is not writable`]
}

/**
 * What is missing of the site, one line each; empty when it is complete. Directories of runtime files do not count:
 * they go with every reboot and are made when they are needed. `thorough`: what may take time, or is no reason to stop
 * working, is told too.
 */
export async function siteProblems(host: Host, { thorough = false } = {}): Promise<string[]> {
  const problems: string[] = []
  await host.hooks.siteCheck.promise({ problems, thorough })
  const { logpath } = host.settings.postgresql
  if (logpath !== null) problems.push(...(await directoryProblem(host, 'PostgreSQL log directory', logpath)))
  return problems
}

/** Fails with `PGLIFT_SITE_BROKEN`, after an ERROR for each thing that is missing, unless the site is installed. */
export async function requireSite(host: Host): Promise<void> {
  const problems = await siteProblems(host)
  if (problems.length === 0) return
  for (const problem of problems) host.log.error(problem)
  throw operational('PGLIFT_SITE_BROKEN', "broken installation; did you run 'site-configure install'?")
}
