import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** `npm pack` of a folder; returns the tarball's path. */
export function npmPack(folder, out) {
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${out}`]
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const [{ filename }] = JSON.parse(stdout)
  return join(out, filename.replace('@', '').replace('/', '-'))
}
