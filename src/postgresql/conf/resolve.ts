import { dirname, resolve } from 'node:path'
import { operational } from '../../errors/kinds.js'
import { activeLines, type ConfLine } from './document.js'
import type { ConfValue } from './value.js'

/** A parameter in force, and the line that gives it (counting from 1). */
export interface ResolvedParameter {
  value: ConfValue
  origin: { file: string; line: number }
}

export type ResolvedConf = Readonly<Record<string, ResolvedParameter>>

/** Text of a file, undefined when there is none. */
export type ReadConfFile = (path: string) => Promise<string | undefined>

/** Names of the files (not directories) of a directory, undefined when there is none. */
export type ListConfDirectory = (path: string) => Promise<readonly string[] | undefined>

interface ConfFile {
  path: string
  text: string
}

interface Source {
  read: ReadConfFile
  listDir: ListConfDirectory
}

/** CONF_FILE_MAX_DEPTH of PostgreSQL; the outermost file has depth 0. */
const MAX_DEPTH = 10

/**
 * The parameters that the server would read: `files` in order (postgresql.conf, then postgresql.auto.conf, by absolute
 * path), each with its includes, later entries winning. As in PostgreSQL a relative include is taken from the
 * directory of the file that names it, `include_dir` reads `*.conf` without a leading dot in byte order, and includes
 * nest 10 deep at most. Throws `PGLIFT_CONF_SYNTAX` and `PGLIFT_CONF_INCLUDE`.
 */
export async function resolveConf(
  files: readonly ConfFile[],
  read: ReadConfFile,
  listDir: ListConfDirectory,
): Promise<ResolvedConf> {
  const found = new Map<string, ResolvedParameter>()
  for (const file of files) await collect(file, 0, { read, listDir }, found)
  return Object.fromEntries(found)
}

async function collect(
  { path: file, text }: ConfFile,
  depth: number,
  source: Source,
  found: Map<string, ResolvedParameter>,
): Promise<void> {
  for (const line of activeLines(text, file)) {
    if (line.entry)
      found.set(line.entry.name, { value: line.entry.value, origin: { file, line: line.number } })
    if (!line.include) continue // dozens of lines: none of them waits for nothing
    for (const path of await includedPaths(file, line, source)) {
      const included = await open(path, depth + 1, file, line, source)
      if (included) await collect(included, depth + 1, source, found)
    }
  }
}

async function includedPaths(file: string, line: ConfLine, { listDir }: Source): Promise<readonly string[]> {
  if (!line.include) return []
  const { kind, path } = line.include
  if (path === '') throw includeError(file, line, 'the name is empty')
  const target = resolve(dirname(file), path)
  if (kind !== 'include_dir') return [target]
  const names = await listDir(target)
  if (names === undefined) throw includeError(file, line, `there is no directory ${target}`)
  const selected = names.filter((name) => name.endsWith('.conf') && name.length > 5 && !name.startsWith('.'))
  return selected.sort(byBytes).map((name) => resolve(target, name))
}

async function open(
  path: string,
  depth: number,
  from: string,
  line: ConfLine,
  { read }: Source,
): Promise<ConfFile | undefined> {
  if (depth > MAX_DEPTH) throw includeError(from, line, `includes nest more than ${MAX_DEPTH} deep`)
  if (path === from) throw includeError(from, line, 'the file includes itself')
  const text = await read(path)
  if (text !== undefined) return { path, text }
  if (line.include?.kind === 'include_if_exists') return undefined
  throw includeError(from, line, `there is no file ${path}`)
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function includeError(file: string, line: ConfLine, reason: string): Error {
  const { kind, path } = line.include ?? { kind: 'include', path: '' }
  const message = `cannot follow ${kind} '${path}' in ${file}, line ${line.number}: ${reason}`
  return operational('PGLIFT_CONF_INCLUDE', message, {
    hint: `PostgreSQL refuses this configuration as well: correct line ${line.number} of ${file}.`,
  })
}
