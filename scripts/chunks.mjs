import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ROOT } from './tree.mjs'

/** There in every run before anything else; but for the first, small modules that several later chunks share. */
const PROGRAM = [
  'src/cli/program.ts',
  'src/cli/components/enablement.ts',
  'src/cli/argv/scan.ts',
  'src/cli/output/text-width.ts',
]

/** What nearly every command needs. */
const CORE = [
  ...PROGRAM,
  'src/cli/command.ts',
  'src/cli/flags/instance-argument.ts',
  'src/operations/instance/find.ts',
]

/** Modules that few runs load, by what is there when they do. */
const APART = [
  { there: PROGRAM, modules: /^src\/cli\/(help|completion\/script|components\/prepare)\.ts$/ },
  {
    there: CORE,
    modules:
      /^src\/(cli\/(components\/(preinstall|add-flags)|runtime|runtime-operations)|models\/ajv|postgresql\/saslprep|settings\/(nunjucks|yaml))\.ts$/,
  },
]

/** What oclif loads. */
const ENTRIES = [
  { there: PROGRAM, modules: /^src\/main\.ts$/ },
  { there: PROGRAM, modules: /^src\/hooks\// },
  { there: CORE, modules: /^src\/commands\// },
]

const OWN_MODULE = /\bimport\('(\.[^']+)\.js'\)/g

/** `import('./x.js')` becomes a promise of what is imported statically, but for modules that stay apart. */
export function withStaticImports(code, path) {
  const imports = []
  const body = code.replaceAll(OWN_MODULE, (whole, target) => {
    const module = join(dirname(path), `${target}.ts`)
    if (APART.some(({ modules }) => modules.test(module))) return whole
    imports.push(`import * as __own${imports.length} from '${target}.js'`)
    return `Promise.resolve(__own${imports.length - 1})`
  })
  const { there = [] } = [...APART, ...ENTRIES].find(({ modules }) => modules.test(path)) ?? {}
  const base = there.map((module) => `import '${join(ROOT, module)}'`)
  return `${body}\n${[...imports, ...base].join('\n')}\n`
}

/**
 * Few chunks: start-up time is spent on the number of files opened more than on their size. esbuild cuts chunks by the
 * set of entries that reach a module, and each target of a lazy import is an entry. So lazy imports of our own modules
 * become static (a command is only loaded to be run, and needs its operations then; the sources keep them for oclif's
 * manifest and for the tests), and what stays lazy reaches all of the core or nothing of it.
 */
export const fewChunks = {
  name: 'few-chunks',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
      contents: withStaticImports(readFileSync(path, 'utf8'), relative(ROOT, path)),
      loader: 'ts',
    }))
  },
}
