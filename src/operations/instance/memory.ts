import { dirname, join } from 'node:path'
import type { Effects } from '../../effects/effects.js'
import { memoryLimit } from '../../postgresql/memory.js'

/** The control group of this process, with those above it: each may set a limit (cgroups(7)). */
function limitFiles(ownCgroups: string): string[] {
  const paths: string[] = []
  for (const line of ownCgroups.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (path === undefined || controllers === undefined) continue
    const unified = controllers === ''
    if (!unified && !controllers.split(',').includes('memory')) continue
    const [root, file] = unified
      ? ['/sys/fs/cgroup', 'memory.max']
      : ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes']
    for (let group = path; ; group = dirname(group)) {
      paths.push(join(root, group, file))
      if (group === '/' || group === '.') break
    }
  }
  return paths
}

/** Memory in bytes that a server started from here can have: the host's, or the control groups' when lower. */
export async function availableMemory({ files }: Pick<Effects, 'files'>): Promise<number> {
  const own = (await files.readText('/proc/self/cgroup')) ?? ''
  const limits = await Promise.all(limitFiles(own).map((path) => files.readText(path)))
  return memoryLimit((await files.readText('/proc/meminfo')) ?? '', limits)
}
