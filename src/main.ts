import { fileURLToPath } from 'node:url'
import { program } from './cli/program.js'

await program({
  argv: process.argv.slice(2),
  root: fileURLToPath(new URL('..', import.meta.url)),
  uid: process.getuid?.(),
})
