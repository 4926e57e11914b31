// The declarations of @pglift/sdk: what plugins/sdk/src/*.ts export, with all that they name, the host's and those of
// npm packages, so that the package needs no other one. Made of what tsc wrote into build/.
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOT } from './tree.mjs'

const BUILD = join(ROOT, 'build')
const MODULES = join(ROOT, 'node_modules')

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Specifiers of a declaration file, `import('x')` types too, each with the offsets of its text. */
function specifiersOf(path, text) {
  const { module, errors, program } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest ?? []),
    ),
  ]
  const found = new Map(requests.map(({ value, start, end }) => [start, { value, start, end }]))
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return
    const { type, source, argument } = node
    if (type === 'TSImportType') {
      const literal = source ?? argument?.literal ?? argument
      if (literal?.value !== undefined) found.set(literal.start, literal)
    }
    if (type === 'TSExternalModuleReference') found.set(node.expression.start, node.expression)
    if (type === 'TSModuleDeclaration' && typeof node.id?.value === 'string')
      found.set(node.id.start, node.id)
    for (const inner of Array.isArray(node) ? node : Object.values(node)) visit(inner)
  }
  visit(program.body)
  return [...found.values()].sort((a, b) => b.start - a.start)
}

function firstExisting(...paths) {
  return paths.find((path) => path !== undefined && existsSync(path))
}

function firstFile(...paths) {
  return paths.find((path) => path !== undefined && existsSync(path) && statSync(path).isFile())
}

/** The declaration file of `./x.js` from a file, or of a package. Undefined for Node's own, and for what has no types. */
function resolveTypes(specifier, from) {
  if (specifier.startsWith('.')) {
    const path = join(dirname(from), specifier)
    const plain = path.replace(/\.(m|c)?js$/, '')
    const extension = /\.([mc])js$/.exec(path)?.[1] ?? ''
    return firstFile(`${plain}.d.${extension}ts`, `${plain}.d.ts`, `${path}.d.ts`, join(path, 'index.d.ts'))
  }
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier)
  const folder = firstExisting(
    join(MODULES, name),
    join(MODULES, '@types', name.replace('@', '').replace('/', '__')),
  )
  if (folder === undefined || specifier.startsWith('node:')) return undefined
  return (
    packageTypes(folder, `.${rest ?? ''}`) ?? packageTypes(join(MODULES, '@types', name), `.${rest ?? ''}`)
  )
}

function typesIn(entry) {
  if (typeof entry === 'string') return entry.endsWith('.d.ts') ? entry : entry.replace(/\.[mc]?js$/, '.d.ts')
  if (entry === null || typeof entry !== 'object') return undefined
  for (const key of ['types', 'import', 'require', 'node', 'default']) {
    const found = typesIn(entry[key])
    if (found !== undefined) return found
  }
  return undefined
}

function packageTypes(folder, subpath) {
  if (!existsSync(join(folder, 'package.json'))) return undefined
  const { exports, types, typings, main } = readJson(join(folder, 'package.json'))
  const listed =
    exports?.[subpath] ??
    (subpath === '.' && !Object.keys(exports ?? {}).some((key) => key.startsWith('.')) ? exports : undefined)
  const stated =
    subpath === '.' ? (types ?? typings ?? main?.replace(/\.js$/, '.d.ts') ?? 'index.d.ts') : undefined
  return firstFile(
    ...[
      typesIn(listed),
      stated,
      subpath === '.' ? undefined : `${subpath.replace(/\.js$/, '')}.d.ts`,
      `${subpath}/index.d.ts`,
    ]
      .filter((path) => path !== undefined)
      .map((path) => join(folder, path)),
  )
}

/** Where a file goes: what tsc wrote keeps its place, packages lie in `vendor`. */
function placeOf(path) {
  return path.startsWith(`${BUILD}/`) ? relative(BUILD, path) : join('vendor', relative(MODULES, path))
}

const OWN = new Set(['@pglift/sdk', '@pglift/sdk/runtime', '@pglift/sdk/testing'])

function copyClosure(start, out) {
  const target = (path) => join(out, placeOf(path))
  const seen = new Set()
  const queue = [...start]
  while (queue.length > 0) {
    const path = queue.pop()
    if (path === undefined || seen.has(path)) continue
    seen.add(path)
    let text = readFileSync(path, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
    for (const { value, start: from, end } of specifiersOf(path, text)) {
      const found = OWN.has(value) ? undefined : resolveTypes(value, path)
      if (found === undefined) continue
      queue.push(found)
      if (value.startsWith('.')) continue
      const link = relative(dirname(target(path)), target(found)).replace(/\.d\.([mc]?)ts$/, '.$1js')
      text = `${text.slice(0, from)}'${link.startsWith('.') ? link : `./${link}`}'${text.slice(end)}`
    }
    mkdirSync(dirname(target(path)), { recursive: true })
    writeFileSync(target(path), text)
  }
  return seen
}

/** CommonJS declarations must be found as such: each vendored package keeps what its package.json says of it. */
function copyPackageKinds(paths, out) {
  for (const path of paths) {
    if (!path.startsWith(MODULES)) continue
    const [, name] = /^((?:@[^/]+\/)?[^/]+)/.exec(relative(MODULES, path))
    const { type, license, version } = readJson(join(MODULES, name, 'package.json'))
    const folder = join(out, 'vendor', name)
    writeFileSync(
      join(folder, 'package.json'),
      `${JSON.stringify({ name, version, license, type }, null, 2)}\n`,
    )
    for (const file of ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt'])
      if (existsSync(join(MODULES, name, file))) cpSync(join(MODULES, name, file), join(folder, file))
  }
}

/** Writes the declarations into the folder `out`. tsc must have run. Returns how many files there are. */
export function writeSdkTypes(out) {
  const starts = ['plugins/sdk/src/index.d.ts', 'plugins/sdk/src/testing.d.ts', 'src/cli/runtime.d.ts']
  const paths = copyClosure(
    starts.map((path) => join(BUILD, path)),
    out,
  )
  copyPackageKinds(paths, out)
  return paths.size
}
