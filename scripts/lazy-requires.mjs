import { readFileSync } from 'node:fs'

/** What TypeScript makes of `import ... from "x"` in a CommonJS module; Node's own modules cost nothing. */
const IMPORT =
  /^const (\w+_\d+) = ((?:__importDefault\()?require\("(?!node:|fs"|os"|path"|util")[^"]+"\)\)?);$/gm

/** `const x_1 = require("x")` becomes a function, and every `x_1` a call of it, in parentheses for `new x_1.X()`. */
export function withLazyRequires(code) {
  const names = [...code.matchAll(IMPORT)].map(([, name]) => name)
  if (names.length === 0) return code
  const uses = new RegExp(`(?<![\\w.$])(${names.join('|')})(?![\\w$])`, 'g')
  const calls = code.replace(IMPORT, '').replaceAll(uses, '($1())')
  // Hoisted, as modules of a cycle may use them before their line is reached.
  const functions = [...code.matchAll(IMPORT)].map(
    ([, name, load]) => `function ${name}() { return ${load} }`,
  )
  return `${calls}\n${functions.join('\n')}\n`
}

/**
 * Lets modules of @oclif/core be evaluated when they are first used, not when they are first named: most of them (manifest
 * making, glob patterns, its own help and colours) never are. Takes a fifth off every start; without it nothing breaks.
 */
export const lazyRequires = {
  name: 'lazy-requires',
  setup(build) {
    build.onLoad({ filter: /node_modules\/@oclif\/core\/lib\/.*\.js$/ }, ({ path }) => ({
      contents: withLazyRequires(readFileSync(path, 'utf8')),
      loader: 'js',
    }))
  },
}
