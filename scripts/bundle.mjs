import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { fewChunks } from './chunks.mjs'
import { lazyRequires } from './lazy-requires.mjs'
import { RARE_PACKAGES, withoutRarePackages } from './rare-packages.mjs'
import { filesBelow, ROOT } from './tree.mjs'

// Bundled CommonJS packages call require() for Node's own modules.
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

// Only a few chunks have such a package in them, and a command reads a dozen: the others have an empty line instead,
// which leaves source maps as they are.
function withoutNeedlessBanner(text) {
  const rest = text.slice(REQUIRE.length)
  return text.startsWith(REQUIRE) && !/\brequire\b/.test(rest) ? rest : text
}

// What oclif loads by path must stay a file of its own; all the rest goes into shared chunks, because start-up
// time is spent on the number of files opened, not on their size.
function entryPoints() {
  const loadedByPath = [...filesBelow('src/commands', '.ts'), ...filesBelow('src/hooks', '.ts')]
  return ['src/main.ts', 'src/cli/help/help.ts', ...loadedByPath]
}

/** How everything of this project is bundled. */
const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  // The same code as ES modules: what is not used of it is left out, and the rest starts faster.
  alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
  banner: { js: REQUIRE },
  plugins: [lazyRequires],
  define: {
    // Whether Node is new enough is for npm to say (engines): no semver loaded for it at every start.
    'process.env.OCLIF_DISABLE_ENGINE_WARNING': '"1"',
    // As on Node >= 21. Without it pg looks for a Cloudflare worker by making a Response, which loads all of undici.
    navigator: '{"userAgent":"Node.js"}',
  },
  external: ['@oclif/plugin-*', 'pg-native', 'chokidar', 'typescript', 'tsx', 'ts-node'],
  logLevel: 'warning',
  write: false,
}

/**
 * Bundles `parts` into `outdir`, each with options of its own, and removes what an earlier bundle left there, so that a
 * deleted command is gone. The new files are written before the old ones go: a `pglift` that runs meanwhile finds its
 * chunks. Returns how many files there are.
 */
export async function bundleInto(outdir, ...parts) {
  const built = await Promise.all(
    parts.map((options) => build({ ...OPTIONS, outdir, chunkNames: 'chunks/[name]-[hash]', ...options })),
  )
  const files = built.flatMap(({ outputFiles }) => outputFiles)
  for (const file of files) {
    mkdirSync(dirname(file.path), { recursive: true })
    writeFileSync(file.path, file.path.endsWith('.js') ? withoutNeedlessBanner(file.text) : file.contents)
  }
  const made = new Set(files.map((file) => relative(ROOT, file.path)))
  for (const file of filesBelow(outdir, '')) if (!made.has(file)) rmSync(join(ROOT, file))
  return made.size
}

/** Bundles the program into dist/. */
export function bundle() {
  const program = {
    entryPoints: entryPoints(),
    plugins: [...OPTIONS.plugins, fewChunks, withoutRarePackages],
    outbase: 'src',
    sourcemap: 'linked',
    sourcesContent: false,
  }
  return bundleInto('dist', program, RARE_PACKAGES)
}
