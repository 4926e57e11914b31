import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { componentPackages } from '../bundle-plugins.mjs'
import { commandTree, ownCommands } from '../command-tree.mjs'
import { lendRuntime } from '../lend-runtime.mjs'
import { ROOT } from '../tree.mjs'
import { fieldRows, settingRows, table } from './schemas.mjs'

const INTRODUCTION = `# Components

Settings, fields of instances, and commands of the components of this project. A component does nothing until the settings
have its section. A field is also an option of \`pglift instance create\` and, when it can be changed, of \`pglift instance
alter\`: \`prometheus: {port: 9188}\` is \`--prometheus-port=9188\`.
`

const HEAD = ['', 'value', 'default', 'what it is']

/** The component at `root`, as it registers; the host's values must have been lent. */
export async function registered(root) {
  const { default: register } = await import(pathToFileURL(join(root, 'dist/register.js')).href)
  return register()
}

/** Fields that a component adds to instances, as properties of a schema. */
export function instanceProperties(component) {
  const fields = component.instanceFields?.({}) ?? []
  return Object.fromEntries(fields.map(({ name, schema }) => [name, schema]))
}

async function commandsOf(root, Help) {
  const config = await commandTree(root)
  const help = new Help(config)
  const ids = ownCommands(config).map(({ id }) => id)
  const groups = Object.keys(config.pjson.oclif.topics ?? {})
  return [...new Set([...groups, ...ids])].sort().map((id) => {
    const screen = help.screen(id.split(':'))
    return `### pglift ${id.replaceAll(':', ' ')}\n\n\`\`\`\n${screen}\`\`\`\n`
  })
}

async function sectionOf({ folder, json }, Help) {
  const root = join(ROOT, folder)
  const component = await registered(root)
  const properties = instanceProperties(component)
  const fields = [`### Fields of instances\n\n${table(HEAD, fieldRows({ properties }))}\n`]
  return [
    `## ${component.name}\n\n${json.description}: [\`${json.name}\`](../../${folder}/README.md).\n`,
    `### Settings\n\n${table(HEAD, settingRows(component.section.schema, `${json.pglift.section}.`))}\n`,
    ...(Object.keys(properties).length > 0 ? fields : []),
    ...(await commandsOf(root, Help)),
  ].join('\n')
}

/** One page: the reference of every component of dist/. */
export async function componentsPage() {
  process.env.COLUMNS = '80' // and not those of the terminal
  await lendRuntime()
  const { default: Help } = await import(pathToFileURL(join(ROOT, 'dist/cli/help/help.js')).href)
  const sections = []
  for (const found of componentPackages()) sections.push(await sectionOf(found, Help))
  return [INTRODUCTION, ...sections].join('\n')
}
