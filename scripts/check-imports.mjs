// Import directions: every import of src/ is looked up in import-directions.mjs. (Import cycles: biome.)
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOMS, WORLD } from './import-directions.mjs'
import { filesBelow, ROOT } from './tree.mjs'

/** The first folder below src/, or the name of a file that lies directly in it. */
function roomOf(file) {
  return file.split('/')[1].replace(/\.[jt]s$/, '')
}

/** Every import of a source text: `{specifier, typeOnly, line}`; a re-export imports too. */
function importsOf(file, text) {
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const line = (offset) => text.slice(0, offset).split('\n').length
  const all = (entries) => entries.length > 0 && entries.every((entry) => entry.isType)
  const statics = module.staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    typeOnly: all(entries),
    line: line(start),
  }))
  const reexports = module.staticExports.flatMap(({ entries, start }) => {
    const from = entries.filter((entry) => entry.moduleRequest)
    return from.length === 0
      ? []
      : [{ specifier: from[0].moduleRequest.value, typeOnly: all(from), line: line(start) }]
  })
  const dynamics = module.dynamicImports.map(({ moduleRequest, start }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
    return { specifier: literal?.[2] ?? '', typeOnly: false, line: line(start) }
  })
  return [...statics, ...reexports, ...dynamics]
}

/** Why a file of `room` may not have this import, or undefined. */
function fault(room, file, { specifier, typeOnly }) {
  if (!specifier.startsWith('.')) {
    const rooms = WORLD.get(specifier)
    if (typeOnly || rooms === undefined || rooms.includes(room)) return undefined
    return `only ${rooms.map((name) => `src/${name}`).join(', ')} may import '${specifier}'`
  }
  const target = roomOf(normalize(join(dirname(file), specifier)))
  if (target === room) return undefined
  const { values, types = [] } = ROOMS[room]
  if (values.includes(target)) return undefined
  if (!types.includes(target)) return `${room} may not import ${target} ('${specifier}')`
  return typeOnly ? undefined : `${room} may import only types of ${target} ('${specifier}')`
}

const files = filesBelow('src', '.ts')
const faults = files.flatMap((file) => {
  const room = roomOf(file)
  if (ROOMS[room] === undefined)
    return [`${file}: '${room}' is not a room: see scripts/import-directions.mjs`]
  return importsOf(file, readFileSync(join(ROOT, file), 'utf8')).flatMap((found) => {
    const why = fault(room, file, found)
    return why === undefined ? [] : [`${file}:${found.line}: ${why}`]
  })
})
for (const line of faults) console.error(line)
console.log(`imports: ${files.length} files, ${faults.length} against the directions`)
if (faults.length > 0) process.exitCode = 1
