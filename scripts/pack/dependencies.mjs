import { cpSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Where Node finds `name` from `folder`: there, or in any folder above, up to `root`. */
function find(name, folder, root) {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name)
    if (existsSync(join(path, 'package.json'))) return path
    if (at === root || at === dirname(at)) return undefined
  }
}

/** Copies a package from `root`/node_modules, with all that it depends on, to the same places below `target`. */
export function copyDependencies(name, root, target) {
  const copied = new Set()
  const visit = (path) => {
    if (copied.has(path)) return
    copied.add(path)
    // Nested packages are copied when somebody needs them.
    cpSync(path, join(target, relative(root, path)), {
      recursive: true,
      filter: (source) => !relative(path, source).split('/').includes('node_modules') || isBundled(path),
    })
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(path, 'package.json'), 'utf8'),
    )
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = find(dependency, path, root)
      if (found !== undefined) visit(found)
    }
  }
  const first = find(name, root, root)
  if (first === undefined) throw new Error(`${name} is not installed: run 'npm ci' first`)
  visit(first)
}

/** npm's own package brings its dependencies. */
function isBundled(path) {
  const { bundleDependencies, bundledDependencies } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  )
  return (bundleDependencies ?? bundledDependencies ?? []).length > 0
}
