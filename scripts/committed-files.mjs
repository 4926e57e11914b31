import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './tree.mjs'

/**
 * Writes generated files that are committed, given by their paths below `folder`; with `--check` on the command line
 * it only tells those that differ, and lets the process fail. `command` is what writes them: `npm run docs`.
 */
export function writeCommitted(folder, files, command) {
  for (const [name, text] of Object.entries(files)) {
    const path = `${folder}/${name}`
    const file = join(ROOT, path)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    if (process.argv[2] === '--check') {
      console.error(`${path} is stale: run '${command}' and commit it`)
      process.exitCode = 1
    } else {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      console.log(path)
    }
  }
}
