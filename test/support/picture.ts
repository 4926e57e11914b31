import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { processesBelow } from './process.js'
import type { Site } from './site.js'

/** Lock files stay: removing one that somebody waits for would give two holders. Logs stay: they tell what happened. */
const STAYS =
  /^(run\/lock\/[^/]+\.lock|run\/\.pglift\.lock|p\/log\/(postgresql|prometheus)\/.+|home\/\.cache(\/.*)?)$/

/** What the server changes by itself while it runs. */
const SERVERS_OWN =
  /\/(data|wal)\/(base|global|pg_\w+|archive_status|postmaster\.(pid|opts)|current_logfiles(\.tmp)?|[0-9A-F]{24}|\w+\.history)(\/|$)/

const CONFIGURATION = /\.(conf|auto\.conf|signal)$|\/\.(pgpass|psqlrc)$/

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8)
}

/** A running server makes and removes files meanwhile: those are in no picture. */
function* entriesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    yield path
    if (entry.isDirectory() && existsSync(path)) yield* entriesBelow(path)
  }
}

function line(root: string, path: string): string {
  const status = lstatSync(path)
  const mode = (status.mode & 0o7777).toString(8)
  const name = relative(root, path)
  if (status.isSymbolicLink()) return `link ${name} -> ${readlinkSync(path)}`
  if (status.isDirectory()) return `directory ${mode} ${name}`
  return CONFIGURATION.test(path) ? `file ${mode} ${name} ${digest(path)}` : `file ${mode} ${name}`
}

/**
 * All that a site has: files with their modes, what configuration files hold, sockets, and which servers run. What a
 * running server changes by itself, locks and logs are left out.
 */
export function picture(site: Site): string[] {
  const paths = [...entriesBelow(site.directory)].sort().filter((path) => {
    const name = relative(site.directory, path)
    return (
      !STAYS.test(name) && !SERVERS_OWN.test(name) && !name.startsWith('etc/') && !name.startsWith('tmp/')
    )
  })
  const programs = processesBelow(site.directory)
    .map(({ command }) => command)
    .filter((command) => !command.startsWith('postgres: ') && !/ archive-(push|get) /.test(command))
  // A server's child has its command line until it has set a title of its own.
  return [...paths.map((path) => line(site.directory, path)), ...[...new Set(programs)].sort()]
}
