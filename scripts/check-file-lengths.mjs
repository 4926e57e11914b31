// File lengths: no source or test file over 400 lines. The median and the 90th percentile are printed to be watched
// (about 60 and 200 are wanted).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, ROOT } from './tree.mjs'

const CAP = 400
const FOLDERS = ['src', 'plugins', 'test', 'bench', 'scripts', 'bin']

const lengths = FOLDERS.flatMap((folder) =>
  ['.ts', '.js', '.mjs', '.cjs'].flatMap((suffix) => filesBelow(folder, suffix)),
)
  .filter((file) => !/(^|\/)(node_modules|dist|build)\//.test(file))
  .map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines)

const quantile = (part) =>
  lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * part))]?.lines ?? 0
console.log(
  `file lengths: ${lengths.length} files, median ${quantile(0.5)}, p90 ${quantile(0.9)}, longest ${quantile(1)}`,
)
const tooLong = lengths.filter(({ lines }) => lines > CAP)
for (const { file, lines } of tooLong)
  console.error(`${file}: ${lines} lines, at most ${CAP}: split it by verb or by thing`)
if (tooLong.length > 0) process.exitCode = 1
