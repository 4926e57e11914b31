import { readFileSync } from 'node:fs'

// Node has these loaded anyway before the program begins.
const LOADED = '(?:node:)?(?:fs|os|path|url|util)'

/** What TypeScript makes of `import ... from "x"` and `export { y } from "x"` in a CommonJS module. */
const IMPORT = new RegExp(
  `^(?:const|var) (\\w+_\\d+) = ((?:__importDefault\\()?require\\("(?!${LOADED}")[^"]+"\\)\\)?);$`,
  'gm',
)

/** What it makes of `export * as name from "x"`, and what others write for that. */
const NAMESPACE = /^(?:module\.)?exports\.(\w+) = (__importStar\(require\("[^"]+"\)\)|require\("[^"]+"\));$/gm

/**
 * `const x_1 = require("x")` becomes a function, and every `x_1` a call of it, in parentheses for `new x_1.X()`. An
 * exported namespace becomes a getter.
 */
export function withLazyRequires(code) {
  const getters = code.replace(
    NAMESPACE,
    (_, name, load) =>
      `Object.defineProperty(exports, "${name}", { enumerable: true, get: function () { return ${load}; } });`,
  )
  const names = [...getters.matchAll(IMPORT)].map(([, name]) => name)
  if (names.length === 0) return getters
  const uses = new RegExp(`(?<![\\w.$])(${names.join('|')})(?![\\w$])`, 'g')
  const calls = getters.replace(IMPORT, '').replaceAll(uses, '($1())')
  // Hoisted, as modules of a cycle may use them before their line is reached.
  const functions = [...getters.matchAll(IMPORT)].map(
    ([, name, load]) => `function ${name}() { return ${load} }`,
  )
  return `${calls}\n${functions.join('\n')}\n`
}

/** What is done at every start, for nothing. */
const REPLACED = [
  // Loads ICU's collation data, which takes as long as a third of a bare Node. Ids of commands are ASCII words.
  { module: 'config/plugin.js', code: 'a.id.localeCompare(b.id)', by: '(a.id < b.id ? -1 : 1)' },
  // Loads child_process to find out whether Linux runs below Windows: nobody reads `config.platform`.
  { module: 'util/os.js', code: "(await import('wsl-utils')).isWsl", by: 'false' },
  // Loads the package to compare names.
  {
    module: 'config/plugin-loader.js',
    code: '(0, minimatch_1.minimatch)(p, w)',
    by: 'p === w || (/[*?+{[(!]/.test(w) && (0, minimatch_1.minimatch)(p, w))',
  },
]

function withReplacements(code, path) {
  return REPLACED.filter(({ module }) => path.endsWith(`/lib/${module}`)).reduce((text, { code, by }) => {
    if (!text.includes(code)) throw new Error(`${path}: '${code}' is no longer there to be replaced`)
    return text.replace(code, by)
  }, code)
}

/**
 * Lets modules of @oclif/core and tapable be evaluated when they are first used, not when they are first named: most of
 * them (manifest making, its own help and colours, kinds of hooks) never are. Takes a fifth off every start; without it
 * nothing breaks.
 */
export const lazyRequires = {
  name: 'lazy-requires',
  setup(build) {
    build.onLoad({ filter: /node_modules\/(@oclif\/core|tapable)\/lib\/.*\.js$/ }, ({ path }) => ({
      contents: withLazyRequires(withReplacements(readFileSync(path, 'utf8'), path)),
      loader: 'js',
    }))
  },
}
