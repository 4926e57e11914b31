import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { filesBelow, ROOT } from './tree.mjs'

// What oclif loads by path must stay a file of its own; all the rest goes into shared chunks, because start-up
// time is spent on the number of files opened, not on their size.
function entryPoints() {
  const loadedByPath = [...filesBelow('src/commands', '.ts'), ...filesBelow('src/hooks', '.ts')]
  return ['src/main.ts', 'src/cli/help.ts', ...loadedByPath]
}

/**
 * Bundles the program into dist/ and removes what an earlier bundle left there, so that a deleted command is gone.
 * The new files are written before the old ones go: a `pglift` that runs meanwhile finds its chunks.
 * Returns how many files dist/ holds.
 */
export async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: entryPoints(),
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'linked',
    // The same code as ES modules: what is not used of it is left out, and the rest starts faster.
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    external: ['@oclif/plugin-*', 'pg-native', 'chokidar', 'typescript', 'tsx', 'ts-node'],
    logLevel: 'warning',
    write: false,
  })
  for (const file of outputFiles) {
    mkdirSync(dirname(file.path), { recursive: true })
    writeFileSync(file.path, file.contents)
  }
  const made = new Set(outputFiles.map((file) => relative(ROOT, file.path)))
  for (const file of filesBelow('dist', '')) if (!made.has(file)) rmSync(join(ROOT, file))
  return made.size
}
