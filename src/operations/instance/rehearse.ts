import { join } from 'node:path'
import { makeLockDirectory } from '../../engine/locking.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { program } from '../../postgresql/argv/argv.js'
import type { ConfChanges } from '../../postgresql/conf/diff.js'
import type { ConfValue } from '../../postgresql/conf/value.js'
import { hasFeature } from '../../postgresql/versions.js'
import { keptConf } from './kept-conf.js'
import { journalableSettings } from './sensitive-settings.js'
import { startObstacles } from './start-obstacles.js'

/** Files of a running server that a rehearsal must not see. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(['postmaster.pid', 'postmaster.opts'])
/** Shorter ones stand in any message. */
const LEAST_VALUE = 3

/**
 * The server's own words about the configuration: what follows LOG, ERROR or FATAL (or its name, where it logs
 * nothing yet), without the prefix of the site's choice.
 */
export function complaints(output: string): string[] {
  const found = output.split('\n').flatMap((line) => {
    const [, text] = /(?:^|[^A-Z])(?:LOG|ERROR|FATAL|postgres): +(.+)$/.exec(line) ?? []
    return text === undefined || /^configuration file ".*" contains errors/.test(text) ? [] : [text]
  })
  return [...new Set(found)]
}

/** Complaints that do not name the parameters that they are about. */
const ABOUT: readonly (readonly [RegExp, readonly string[]])[] = [
  [/WAL archival/, ['archive_mode']],
  [/certificate|private key/, ['ssl', 'ssl_cert_file', 'ssl_key_file', 'ssl_ca_file']],
]

/** Whether a complaint is about one of the parameters: it names the parameter or quotes its value. */
export function concerns(complaint: string, changes: ConfChanges): boolean {
  return Object.entries(changes).some(([name, [, value]]) => {
    if (ABOUT.some(([words, names]) => words.test(complaint) && names.includes(name))) return true
    if (new RegExp(`(^|[^\\w.])${name.replaceAll('.', '\\.')}([^\\w.]|$)`, 'i').test(complaint)) return true
    return typeof value === 'string' && value.length >= LEAST_VALUE && complaint.includes(`"${value}"`)
  })
}

async function inCopy<T>(
  host: Host,
  instance: ObservedInstance,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  const { files } = host.effects
  const copy = join(host.engine.lockDirectory, `rehearsal-${instance.qualname}-${process.pid}`)
  await makeLockDirectory(host.engine)
  await files.makeDirectories(copy, 0o700)
  try {
    for (const name of await files.list(instance.datadir))
      if (!OF_THE_SERVER.has(name)) await files.symlink(join(instance.datadir, name), join(copy, name))
    return await work(copy)
  } finally {
    await files.removeTree(copy)
  }
}

async function askPostgres({ effects }: Host, argv: readonly [string, ...string[]]): Promise<string[]> {
  const { exitCode, stderr } = await effects.processes.run(argv, {
    accept: [1, 2],
    env: { LC_ALL: 'C', LC_MESSAGES: 'C' },
  })
  return exitCode === 0 ? [] : complaints(stderr)
}

/**
 * What a server that starts now would say about its configuration, as far as it can be known without one: from
 * PostgreSQL 15 on the start is gone through up to the allocation of memory, libraries, certificates and combinations of
 * parameters included, in a directory of links to the real one; before that the files are read, and the rest is looked at from outside.
 * Empty: nothing.
 */
async function rehearseStart(
  host: Host,
  instance: ObservedInstance,
  options: readonly string[],
): Promise<string[]> {
  const { bindir, datadir, version } = instance
  const postgres = program(bindir, 'postgres')
  if (!hasFeature(version, 'rehearsedStart')) {
    const found = await askPostgres(host, [postgres, '-D', datadir, ...options, '-C', 'config_file'])
    return found.length > 0 ? found : startObstacles(host, instance)
  }
  return inCopy(host, instance, (copy) =>
    askPostgres(host, [
      postgres,
      ...['-D', copy],
      ...['-c', `config_file=${join(datadir, 'postgresql.conf')}`],
      ...['-c', `data_directory=${copy}`],
      ...options,
      ...['-C', 'shared_memory_size'],
    ]),
  )
}

interface RefusedRow {
  name: string
  error: string
}

// For a parameter that needs a restart the server reports an error for every change.
const REFUSED = `SELECT f.name, f.error FROM pg_catalog.pg_file_settings f
LEFT JOIN pg_catalog.pg_settings s ON lower(s.name) = lower(f.name)
WHERE f.error IS NOT NULL AND s.context IS DISTINCT FROM 'postmaster' AND lower(f.name) = ANY ($1::text[])
ORDER BY f.seqno`

/** What a running server refuses of the files that it would read now: values of parameters that libraries define, too. */
async function refusedByServer(
  host: Host,
  instance: ObservedInstance,
  names: readonly string[],
): Promise<string[]> {
  if (!instance.running) return []
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<RefusedRow>(REFUSED, [names])
  return rows.map(({ name, error }) => `parameter "${name}": ${error}`)
}

/** Changes that are in no file of the server yet, as its options. A connection string may hold a password. */
function optionsFor(changes: ConfChanges): string[] {
  return Object.entries(journalableSettings(valuesOf(changes))).flatMap(([name, value]) =>
    value === null || value instanceof Secret ? [] : ['-c', `${name}=${onOff(value)}`],
  )
}

function valuesOf(changes: ConfChanges): Record<string, ConfValue | null> {
  return Object.fromEntries(Object.entries(changes).map(([name, [, value]]) => [name, value]))
}

function onOff(value: ConfValue): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}

/** Before a restart: fails with `PGLIFT_CONF_REFUSED` when the server would be stopped, but not start again. */
export async function requireStartable(host: Host, instance: ObservedInstance): Promise<void> {
  if ((await keptConf(host, instance)) !== undefined) return
  const found = await rehearseStart(host, instance, [])
  if (found.length === 0) return
  const { id, datadir } = instance
  throw operational('PGLIFT_CONF_REFUSED', `PostgreSQL ${id} would not start again: ${found.join('; ')}`, {
    hint: `it runs on; correct ${join(datadir, 'postgresql.conf')}, or run 'pglift instance stop ${id}', then 'start'`,
  })
}

/**
 * To be called after a change of postgresql.conf, before the server reads it. Fails with `PGLIFT_CONF_REFUSED` for
 * what PostgreSQL would refuse of the changed parameters; what it would refuse of others, already before, is a warning.
 */
export async function requireAccepted(
  host: Host,
  instance: ObservedInstance,
  changes: ConfChanges,
): Promise<void> {
  const kept = await keptConf(host, instance)
  const found = await rehearseStart(host, instance, kept === undefined ? [] : optionsFor(changes))
  const ours = found.filter((complaint) => concerns(complaint, changes))
  const refused = ours.length > 0 ? ours : await refusedByServer(host, instance, Object.keys(changes))
  if (refused.length > 0)
    throw operational(
      'PGLIFT_CONF_REFUSED',
      `PostgreSQL refuses the configuration of ${instance.id}: ${refused.join('; ')}`,
      { hint: `${kept?.path ?? join(instance.datadir, 'postgresql.conf')} was left as it was` },
    )
  if (found.length > 0)
    host.log.warning(`PostgreSQL ${instance.id} would not start again: ${found.join('; ')}`)
}
