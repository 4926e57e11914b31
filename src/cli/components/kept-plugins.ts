import { join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { operational } from '../../errors/kinds.js'
import { ASIDE } from './aside.js'

export type PluginIo = Pick<Effects, 'files' | 'processes' | 'locks'>

/** What npm and oclif write in the folder of plugins. */
const KEPT = ['package.json', 'package-lock.json', 'node_modules'] as const

/** Made, or being removed: it counts for nothing. */
const REST = '.before-rest'

/** Names what there was, so that putting back can be begun again. */
const LIST = 'kept.json'

/** Copies what is installed aside. */
export async function putAside(folder: string, { files, processes }: PluginIo): Promise<void> {
  const rest = join(folder, REST)
  await files.removeTree(rest)
  await files.makeDirectories(rest, 0o700)
  const kept: string[] = []
  for (const name of KEPT) {
    if ((await files.status(join(folder, name))) === undefined) continue
    await processes.run(['cp', '-a', '--', join(folder, name), rest])
    kept.push(name)
  }
  await files.write(join(rest, LIST), JSON.stringify(kept), 0o600)
  await files.rename(rest, join(folder, ASIDE))
}

/** Puts back what lies aside. When it is killed, it can be called again. */
export async function putBack(folder: string, { files }: PluginIo): Promise<void> {
  const aside = join(folder, ASIDE)
  const kept = JSON.parse((await files.readText(join(aside, LIST))) ?? '[]') as string[]
  for (const name of KEPT) {
    const isAside = (await files.status(join(aside, name))) !== undefined
    // Neither there nor to be removed: it has been put back already.
    if (!isAside && kept.includes(name)) continue
    await files.removeTree(join(folder, name))
    if (isAside) await files.rename(join(aside, name), join(folder, name))
  }
}

/** What lies aside is needed no more: from now on the folder counts as it is. */
export async function removeAside(folder: string, { files }: PluginIo): Promise<void> {
  const rest = join(folder, REST)
  await files.removeTree(rest)
  if ((await files.status(join(folder, ASIDE))) !== undefined) await files.rename(join(folder, ASIDE), rest)
  await files.removeTree(rest)
}

const NODE: ReadonlySet<string> = new Set(['node'])
const PATIENCE_MS = 30_000

/** As it is called, or as it calls itself soon after: `npm install PACKAGE` is all of its command line then. */
const isNpm = (word: string): boolean => word.endsWith('npm-cli.js') || /^npm( |$)/.test(word)

/** npm outlives a pglift that is killed: nothing is put back while it writes. */
async function npmAtWork(folder: string, { processes }: PluginIo): Promise<number | undefined> {
  const pids = await processes.using(folder, NODE)
  return pids.find((pid) => processes.commandLine(pid)?.some(isNpm))
}

/**
 * Puts back what a killed command has left aside; its caller holds the lock. Waits for a npm that still works there when
 * `patient`. Answers whether there was something to put back.
 */
export async function takeBackInterrupted(
  folder: string,
  io: PluginIo,
  { patient }: { patient: boolean },
): Promise<boolean> {
  if ((await io.files.status(join(folder, ASIDE))) === undefined) return false
  const end = Date.now() + (patient ? PATIENCE_MS : 0)
  for (let pid = await npmAtWork(folder, io); pid !== undefined; pid = await npmAtWork(folder, io)) {
    if (!patient) return false
    if (Date.now() > end)
      throw operational('PGLIFT_PLUGINS_BUSY', `npm (pid ${pid}) still works in ${folder}`, {
        hint: 'try again when it has ended',
      })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await putBack(folder, io)
  await removeAside(folder, io)
  return true
}
