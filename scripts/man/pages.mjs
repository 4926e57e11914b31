import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandTree } from '../command-tree.mjs'
import { registered } from '../docs/components.mjs'
import { ROOT } from '../tree.mjs'
import { commandList, commandPages } from './command-pages.mjs'
import { overviewPage } from './overview.mjs'
import { componentPage, manifestPage, settingsPage } from './schema-pages.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

const schema = (name) => readJson(join(ROOT, `test/contract/snapshots/${name}.schema.json`))

/** The day of the build; SOURCE_DATE_EPOCH makes builds alike. */
function today() {
  const seconds = process.env.SOURCE_DATE_EPOCH
  return new Date(seconds === undefined ? Date.now() : Number(seconds) * 1000).toISOString().slice(0, 10)
}

/** Manual pages of the host, of dist/ and the schemas among the snapshots: text by file name. */
export async function hostPages() {
  const config = await commandTree()
  const about = { date: today(), version: config.version }
  return {
    'pglift.1': overviewPage(config, about),
    ...commandPages(config, about),
    'pglift-settings.5': settingsPage(schema('site-settings'), about),
    'pglift-manifest.5': manifestPage(['instance', 'role', 'database'].map(schema), about),
  }
}

/** Manual pages of the component at `root`, of its dist/; the host's values must have been lent. */
export async function componentPages(root) {
  const json = readJson(join(root, 'package.json'))
  const config = await commandTree(root)
  const component = await registered(root)
  const about = { date: today(), version: config.version }
  const commands = commandList(config)
  return {
    [`pglift-${component.name}.7`]: componentPage(component, { json, commands, ...about }),
    ...commandPages(config, { ...about, component: component.name }),
  }
}

/** Writes pages below `folder` as man(1) looks for them, `man1/pglift.1`. Returns their paths in `folder`. */
export function writePages(pages, folder) {
  return Object.entries(pages).map(([name, text]) => {
    const path = `man${name.at(-1)}/${name}`
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    return path
  })
}
