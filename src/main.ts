import { dirname } from 'node:path'
import { program } from './cli/program.js'

await program({
  argv: process.argv.slice(2),
  root: dirname(import.meta.dirname),
  uid: process.getuid?.(),
})
