import { isUtf8 } from 'node:buffer'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { operational } from '../errors/kinds.js'
import { explained } from './file-errors.js'

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Permission bits only, e.g. 0o600. */
  readonly mode: number
  readonly uid: number
  readonly size: number
  readonly mtimeMs: number
  readonly inode: number
  /** When this inode came into being, on file systems that tell. */
  readonly birthMs: number
}

/**
 * The file system. Reads answer `undefined` (or an empty list) for what does not exist; other errors are thrown. All but
 * that of a whole file's bytes block: they are of small local files, and asking a thread for one takes ten times as long.
 */
export interface Files {
  readText(path: string): Promise<string | undefined>
  /** Text to be edited. Fails with `PGLIFT_NOT_UTF8` for what could not be written back as it was. */
  readEditable(path: string): Promise<string | undefined>
  /** The whole file, or at most `length` bytes from `offset` on. */
  readBytes(path: string, length?: number, offset?: number): Promise<Buffer | undefined>
  /** Of the path itself: a symbolic link is not followed. */
  status(path: string): Promise<FileStatus | undefined>
  list(directory: string): Promise<string[]>
  /** Links are followed. */
  isDirectory(path: string): Promise<boolean>
  /** Links are followed. */
  isFile(path: string): Promise<boolean>
  isExecutable(path: string): Promise<boolean>
  isWritable(path: string): Promise<boolean>
  realPath(path: string): Promise<string | undefined>
  readLink(path: string): Promise<string | undefined>
  /** Atomic and durable: temporary file beside it, fsync, rename, fsync of the directory. `mode` from the first byte. */
  write(path: string, content: string | Uint8Array, mode: number): Promise<void>
  /** Removes the temporary files of this path that a killed `write` left behind. */
  removeLeftovers(path: string): Promise<void>
  /** Appends and syncs before it returns (fdatasync), made with `mode`. Blocking on purpose: what it announces comes after. */
  append(path: string, text: string, mode: number): void
  /** The directories that `makeDirectories` would make, outermost first. */
  missingDirectories(path: string): Promise<string[]>
  /** Makes the missing directories of `path`, outermost first, and answers those it made. */
  makeDirectories(path: string, mode: number): Promise<string[]>
  link(existing: string, path: string): Promise<void>
  symlink(target: string, path: string): Promise<void>
  /** Durable. Afterwards `from` is gone, also when both were links to one file, which rename(2) leaves as they are. */
  rename(from: string, to: string): Promise<void>
  /** Durable. Absent is fine. */
  removeFile(path: string): Promise<void>
  /** Absent or not empty is fine: answers whether it is gone. */
  removeEmptyDirectory(path: string): Promise<boolean>
  removeTree(path: string): Promise<void>
  /** Resolves at the next change in the directory, or after `timeoutMs`, whichever is first. */
  changed(directory: string, timeoutMs: number, signal?: AbortSignal): Promise<void>
  /** Opens for following (`tail -f`): reads what was appended since `offset`. */
  readFrom(path: string, offset: number): Promise<{ text: string; offset: number } | undefined>
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR'])

async function orAbsent<T, F>(work: Promise<T>, absent: F): Promise<T | F> {
  try {
    return await work
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return absent
    throw error
  }
}

async function reading<T, F>(work: () => T, absent: F): Promise<T | F> {
  try {
    return work()
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return absent
    throw error
  }
}

async function readEditable(path: string): Promise<string | undefined> {
  const bytes = await reading(() => readFileSync(path), undefined)
  if (bytes === undefined || isUtf8(bytes)) return bytes?.toString('utf8')
  throw operational('PGLIFT_NOT_UTF8', `${path} is not UTF-8 text: editing it would damage it`, {
    hint: `convert it with iconv(1); 'grep -naxv ".*" ${path}' shows the lines, in a UTF-8 locale`,
  })
}

async function allows(path: string, mode: number): Promise<boolean> {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

async function status(path: string): Promise<FileStatus | undefined> {
  const s = await reading(() => lstatSync(path), undefined)
  if (s === undefined) return undefined
  const kind = s.isFile() ? 'file' : s.isDirectory() ? 'directory' : s.isSymbolicLink() ? 'link' : 'other'
  const { uid, size, mtimeMs, birthtimeMs: birthMs, ino: inode } = s
  return { kind, mode: s.mode & 0o7777, uid, size, mtimeMs, inode, birthMs }
}

const temporaryOf = (path: string, pid: number | string, stamp: string): string =>
  join(dirname(path), `.${basename(path)}.${pid}-${stamp}`)

async function removeLeftovers(path: string): Promise<void> {
  const directory = dirname(path)
  for (const name of await reading(() => readdirSync(directory), [])) {
    const [, pid, stamp] = /\.(\d+)-([0-9a-z]+)$/.exec(name) ?? []
    if (pid === undefined || stamp === undefined) continue
    const temporary = temporaryOf(path, pid, stamp)
    const isLeft = temporary === join(directory, name) && !existsSync(`/proc/${pid}`)
    if (isLeft) await fs.rm(temporary, { force: true })
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await fs.open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function write(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const temporary = temporaryOf(path, process.pid, Date.now().toString(36))
  const handle = await fs.open(temporary, 'wx', mode)
  try {
    await handle.chmod(mode) // the umask may have taken bits away; it never adds any
    await handle.writeFile(content)
    await handle.sync()
    await handle.close()
    await fs.rename(temporary, path)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await fs.rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

function opened<T>(path: string, flags: string, work: (descriptor: number) => T, mode?: number): T {
  const descriptor = openSync(path, flags, mode)
  try {
    return work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function append(path: string, text: string, mode: number): void {
  const append = (descriptor: number) => {
    const isNew = fstatSync(descriptor).size === 0
    writeFileSync(descriptor, text) // all of it, where write(2) may take less on a full disk
    fdatasyncSync(descriptor)
    if (isNew) opened(dirname(path), 'r', fsyncSync) // its name is in the directory
  }
  opened(path, 'a', append, mode)
}

async function isDirectory(path: string): Promise<boolean> {
  return (await reading(() => statSync(path), undefined))?.isDirectory() ?? false
}

function realPath(path: string): Promise<string | undefined> {
  return reading(() => realpathSync.native(path), undefined)
}

async function missingDirectories(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let each = path; (await realPath(each)) === undefined; each = dirname(each)) missing.unshift(each)
  return missing
}

async function makeDirectories(path: string, mode: number): Promise<string[]> {
  if (await isDirectory(path)) return []
  const above = await makeDirectories(dirname(path), mode)
  try {
    await fs.mkdir(path, { mode })
  } catch (error) {
    // Operations on two instances make the directories above both at the same time.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await isDirectory(path))) return above
    throw error
  }
  await fs.chmod(path, mode)
  return [...above, path]
}

async function readBytes(path: string, length?: number, offset = 0): Promise<Buffer | undefined> {
  if (length === undefined) return orAbsent(fs.readFile(path), undefined)
  const read = (descriptor: number) => {
    const buffer = Buffer.alloc(length)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset))
  }
  return reading(() => opened(path, 'r', read), undefined)
}

async function changed(directory: string, timeoutMs: number, signal?: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(Math.ceil(timeoutMs))
  const either = signal === undefined ? limit : AbortSignal.any([limit, signal])
  try {
    for await (const _ of fs.watch(directory, { signal: either })) return
  } catch (error) {
    if ((error as Error).name !== 'AbortError' && (error as Error).name !== 'TimeoutError') throw error
    signal?.throwIfAborted()
  }
}

async function readFrom(path: string, offset: number) {
  const handle = await orAbsent(fs.open(path, 'r'), undefined)
  if (handle === undefined) return undefined
  try {
    const { size } = await handle.stat()
    const length = Math.max(0, size - offset)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
    return { text: buffer.toString('utf8', 0, bytesRead), offset: offset + bytesRead }
  } finally {
    await handle.close()
  }
}

async function rename(from: string, to: string): Promise<void> {
  await fs.rename(from, to)
  await fs.rm(from, { force: true })
  const directories = new Set([dirname(to), dirname(from)])
  for (const directory of directories) await syncDirectory(directory)
}

async function removeFile(path: string): Promise<void> {
  const removed = await orAbsent(
    fs.unlink(path).then(() => true),
    false,
  )
  if (removed) await syncDirectory(dirname(path))
}

async function removeEmptyDirectory(path: string): Promise<boolean> {
  try {
    await fs.rmdir(path)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (ABSENT.has(code)) return true
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}

/** The real file system. */
export function realFiles(): Files {
  return explained({
    readText: (path) => reading(() => readFileSync(path, 'utf8'), undefined),
    readEditable,
    readBytes,
    status,
    list: (directory) => reading(() => readdirSync(directory), []),
    isDirectory,
    isFile: async (path) => (await reading(() => statSync(path), undefined))?.isFile() ?? false,
    isExecutable: (path) => allows(path, constants.X_OK),
    isWritable: (path) => allows(path, constants.W_OK),
    realPath,
    readLink: (path) => reading(() => readlinkSync(path), undefined),
    write,
    removeLeftovers,
    append,
    missingDirectories,
    makeDirectories,
    link: (existing, path) => fs.link(existing, path),
    symlink: (target, path) => fs.symlink(target, path),
    rename,
    removeFile,
    removeEmptyDirectory,
    removeTree: (path) => fs.rm(path, { recursive: true, force: true }),
    changed,
    readFrom,
  })
}
