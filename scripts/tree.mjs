import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's top folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Files below `folder` (relative to the checkout) whose name ends with `suffix`: paths relative to the checkout, sorted. */
export function filesBelow(folder, suffix) {
  let entries
  try {
    entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

/** Names of the folders in `folder` (relative to the checkout), sorted; none when there is no such folder. */
export function foldersOf(folder) {
  try {
    const entries = readdirSync(join(ROOT, folder), { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

const WITH_DOCUMENTS = ['docs', 'plugins', 'ansible', 'examples', 'test', 'bench', 'scripts', 'templates']

/** All Markdown documents of the checkout: paths relative to it. */
export function documents() {
  const atTop = readdirSync(ROOT).filter((name) => name.endsWith('.md'))
  const below = WITH_DOCUMENTS.flatMap((folder) => filesBelow(folder, '.md'))
  return [...atTop, ...below.filter((path) => !/(^|\/)node_modules\//.test(path))]
}
