import { closeSync, existsSync, fdatasyncSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { explained } from './file-errors.js'

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Permission bits only, e.g. 0o600. */
  readonly mode: number
  readonly uid: number
  readonly size: number
  readonly mtimeMs: number
  readonly inode: number
}

/** The file system. Reads answer `undefined` (or an empty list) for what does not exist; other errors are thrown. */
export interface Files {
  readText(path: string): Promise<string | undefined>
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
  write(path: string, text: string, mode: number): Promise<void>
  /** Removes the temporary files of this path that a killed `write` left behind. */
  removeLeftovers(path: string): Promise<void>
  /** Appends and syncs before it returns (fdatasync), made with `mode`. Blocking on purpose: what it announces comes after. */
  append(path: string, text: string, mode: number): void
  /** Makes the missing directories of `path`, outermost first, and answers those it made. */
  makeDirectories(path: string, mode: number): Promise<string[]>
  link(existing: string, path: string): Promise<void>
  symlink(target: string, path: string): Promise<void>
  /** Afterwards `from` is gone, also when both were links to one file, which rename(2) leaves as they are. */
  rename(from: string, to: string): Promise<void>
  /** Absent is fine. */
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

async function holds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}

async function status(path: string): Promise<FileStatus | undefined> {
  const s = await orAbsent(fs.lstat(path), undefined)
  if (s === undefined) return undefined
  const kind = s.isFile() ? 'file' : s.isDirectory() ? 'directory' : s.isSymbolicLink() ? 'link' : 'other'
  return { kind, mode: s.mode & 0o7777, uid: s.uid, size: s.size, mtimeMs: s.mtimeMs, inode: s.ino }
}

const temporaryOf = (path: string, pid: number | string, stamp: string): string =>
  join(dirname(path), `.${basename(path)}.${pid}-${stamp}`)

async function removeLeftovers(path: string): Promise<void> {
  const directory = dirname(path)
  for (const name of await orAbsent(fs.readdir(directory), [])) {
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

async function write(path: string, text: string, mode: number): Promise<void> {
  const temporary = temporaryOf(path, process.pid, Date.now().toString(36))
  const handle = await fs.open(temporary, 'wx', mode)
  try {
    await handle.chmod(mode) // the umask may have taken bits away; it never adds any
    await handle.writeFile(text)
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

function syncing(path: string, flags: string, work: (descriptor: number) => void, mode?: number): void {
  const descriptor = openSync(path, flags, mode)
  try {
    work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function append(path: string, text: string, mode: number): void {
  const append = (descriptor: number) => {
    const isNew = fstatSync(descriptor).size === 0
    writeSync(descriptor, text)
    fdatasyncSync(descriptor)
    if (isNew) syncing(dirname(path), 'r', fsyncSync) // its name is in the directory
  }
  syncing(path, 'a', append, mode)
}

async function isDirectory(path: string): Promise<boolean> {
  return (await orAbsent(fs.stat(path), undefined))?.isDirectory() ?? false
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
  const handle = await orAbsent(fs.open(path, 'r'), undefined)
  if (handle === undefined) return undefined
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
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
    readText: (path) => orAbsent(fs.readFile(path, 'utf8'), undefined),
    readBytes,
    status,
    list: (directory) => orAbsent(fs.readdir(directory), []),
    isDirectory,
    isFile: async (path) => (await orAbsent(fs.stat(path), undefined))?.isFile() ?? false,
    isExecutable: (path) => holds(fs.access(path, fs.constants.X_OK)),
    isWritable: (path) => holds(fs.access(path, fs.constants.W_OK)),
    realPath: (path) => orAbsent(fs.realpath(path), undefined),
    readLink: (path) => orAbsent(fs.readlink(path), undefined),
    write,
    removeLeftovers,
    append,
    makeDirectories,
    link: (existing, path) => fs.link(existing, path),
    symlink: (target, path) => fs.symlink(target, path),
    async rename(from, to) {
      await fs.rename(from, to)
      await fs.rm(from, { force: true })
    },
    removeFile: (path) => fs.rm(path, { force: true }),
    removeEmptyDirectory,
    removeTree: (path) => fs.rm(path, { recursive: true, force: true }),
    changed,
    readFrom,
  })
}
