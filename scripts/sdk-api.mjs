// What @pglift/sdk promises: its exports, and all declarations of this project that they name, from what tsc wrote into
// build/. Sorted and without comments, so that a change of the contract, and nothing else, shows in review.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOT } from './tree.mjs'

const BUILD = join(ROOT, 'build')

const ENTRIES = {
  '@pglift/sdk': 'plugins/sdk/src/index.d.ts',
  '@pglift/sdk/testing': 'plugins/sdk/src/testing.d.ts',
}

/** The declaration file that a relative specifier leads to; undefined for packages. */
function resolveOwn(specifier, from) {
  if (!specifier.startsWith('.')) return undefined
  const path = join(dirname(from), specifier).replace(/\.js$/, '.d.ts')
  return existsSync(path) ? path : undefined
}

function withoutComments(text, comments, start, end) {
  const inside = comments.filter((comment) => comment.start >= start && comment.end <= end)
  let at = start
  let rest = ''
  for (const comment of inside) {
    rest += text.slice(at, comment.start)
    at = comment.end
  }
  return (rest + text.slice(at, end)).replaceAll(/[ \t]+$/gm, '').replaceAll(/\n{2,}/g, '\n')
}

function namesOf(declaration) {
  if (declaration.type !== 'VariableDeclaration') return [declaration.id?.name ?? declaration.id?.value]
  return declaration.declarations.map(({ id }) => id.name)
}

const KEYED = new Set(['TSPropertySignature', 'TSMethodSignature', 'PropertyDefinition', 'MethodDefinition'])

/** What a declaration names: identifiers, and `import('x').y`. Names of members and parameters are not among them. */
function references(node, found = { names: new Set(), imports: [] }) {
  if (node === null || typeof node !== 'object') return found
  if (Array.isArray(node)) {
    for (const each of node) references(each, found)
    return found
  }
  if (node.type === 'Identifier' && node.typeAnnotation == null) found.names.add(node.name)
  if (node.type === 'TSImportType') found.imports.push((node.source ?? node.argument.literal).value)
  for (const [key, inner] of Object.entries(node))
    if (!(key === 'key' && KEYED.has(node.type))) references(inner, found)
  return found
}

const modules = new Map()

function moduleOf(path) {
  const known = modules.get(path)
  if (known !== undefined) return known
  const text = readFileSync(path, 'utf8')
  const { program, comments } = parseSync(path, text)
  const module = { path, declarations: new Map(), imports: new Map(), exported: new Map(), all: [] }
  modules.set(path, module)
  for (const node of program.body) read(module, node, text, comments)
  return module
}

function read(module, node, text, comments) {
  const from = node.source && resolveOwn(node.source.value, module.path)
  if (node.type === 'ImportDeclaration') {
    for (const { local, imported } of node.specifiers)
      module.imports.set(local.name, { from, name: imported?.name })
  } else if (node.type === 'ExportAllDeclaration') {
    module.all.push(from)
  } else if (node.specifiers?.length > 0) {
    for (const { local, exported } of node.specifiers) {
      if (from !== undefined) module.imports.set(local.name, { from, name: local.name })
      module.exported.set(exported.name, local.name)
    }
  } else {
    const declaration = node.declaration ?? node
    const names = declaration.id || declaration.declarations ? namesOf(declaration) : []
    const body = withoutComments(text, comments, declaration.start, declaration.end).replace(/^declare /, '')
    for (const name of names) {
      const before = module.declarations.get(name) ?? []
      module.declarations.set(name, [...before, { text: body, refers: references(declaration) }])
      if (node.declaration) module.exported.set(name, name)
    }
  }
}

/** Names of a module's exports, those of `export *` too, with where they are declared. */
function exportsOf(path) {
  const { exported, all } = moduleOf(path)
  return [
    ...[...exported].map(([name, local]) => [name, path, local]),
    ...all.flatMap((from) => (from === undefined ? [] : exportsOf(from))),
  ]
}

function collect(path, local, seen) {
  const { declarations, imports } = moduleOf(path)
  const { from, name } = imports.get(local) ?? {}
  if (from !== undefined) {
    const wanted = exportsOf(from).filter(([exported]) => name === undefined || exported === name)
    for (const [, file, inner] of wanted) collect(file, inner, seen)
    return
  }
  const key = `${relative(BUILD, path).replace(/\.d\.ts$/, '')} ${local}`
  if (!declarations.has(local) || seen.has(key)) return
  seen.set(
    key,
    declarations
      .get(local)
      .map(({ text }) => text)
      .join('\n'),
  )
  for (const { refers } of declarations.get(local)) {
    for (const each of refers.names) if (each !== local) collect(path, each, seen)
    for (const specifier of refers.imports) {
      const file = resolveOwn(specifier, path)
      const wanted =
        file === undefined ? [] : exportsOf(file).filter(([exported]) => refers.names.has(exported))
      for (const [, inner, innerName] of wanted) collect(inner, innerName, seen)
    }
  }
}

/** The report; tsc must have run. */
export function sdkApi() {
  const seen = new Map()
  const lists = Object.entries(ENTRIES).map(([entry, file]) => {
    const exported = exportsOf(join(BUILD, file))
    for (const [, path, local] of exported) collect(path, local, seen)
    const names = [...new Set(exported.map(([name]) => name))].sort()
    return `${entry} exports\n${names.map((name) => `  ${name}\n`).join('')}`
  })
  const declarations = [...seen]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, text]) => `${key.split(' ')[0]}\n${text.replaceAll(/^/gm, '  ')}\n`)
  return [...lists, ...new Set(declarations)].join('\n')
}
