import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { commandTree, ownCommands } from '../command-tree.mjs'
import { ROOT } from '../tree.mjs'

const INTRODUCTION = `# Command line

These are the help screens of \`pglift\`, one a command; \`pglift COMMAND --help\` prints the same. Options of the program
(\`-L\`, \`--non-interactive\` …) may stand anywhere, an instance (\`-i\`) before or behind the command's own name.
Commands that no help screen lists, as in the original, are marked as hidden.

Exit status: 0 done, 1 failed, 2 wrongly called, 3 not everything runs (\`instance status\`), 70 a fault of pglift's own.
\`diff\`, and \`apply\` and \`plan\` with \`--detailed-exitcode\`: 0 nothing to do, 2 something to do, 1 failed or wrongly called.
`

/** One page with the help screen of every command of dist/. */
export async function commandLinePage() {
  process.env.COLUMNS = '80' // and not those of the terminal
  const config = await commandTree()
  const { default: Help } = await import(pathToFileURL(join(ROOT, 'dist/cli/help/help.js')).href)
  const help = new Help(config)
  const own = ownCommands(config)
  const hidden = new Set(own.filter((command) => command.hidden).map(({ id }) => id))
  const groups = own.map(({ id }) => id.split(':').slice(0, -1).join(':')).filter(Boolean)
  const ids = [...new Set([...own.map(({ id }) => id), ...groups])].sort()
  const sections = ids.map((id) => {
    const title = `## pglift ${id.replaceAll(':', ' ')}${hidden.has(id) ? ' (hidden)' : ''}`
    return `${title}\n\n\`\`\`\n${help.screen(id.split(':'))}\`\`\`\n`
  })
  return [INTRODUCTION, `## pglift\n\n\`\`\`\n${help.screen([])}\`\`\`\n`, ...sections].join('\n')
}
