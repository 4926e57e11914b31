import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from './tree.mjs'

/** Packages that @oclif/core names in every run and uses in few: to make a manifest, draw a spinner, fill in a template. */
const RARE = [
  'ansi-escapes',
  'cli-spinners',
  'debug',
  'ejs',
  'lilconfig',
  'minimatch',
  'semver',
  'string-width',
  'tinyglobby',
  'widest-line',
  'wrap-ansi',
]

const FOLDER = 'packages'

/**
 * Leaves these packages out of the chunk with @oclif/core, which halves it: Node parses all that it reads. `require`, unlike
 * `import`, gives esbuild nowhere to cut, so they are bundled by themselves: see `RARE_PACKAGES`.
 */
export const withoutRarePackages = {
  name: 'without-rare-packages',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${RARE.join('|')})$`) }, ({ path, importer, kind }) => {
      if (kind !== 'require-call' || !importer.includes('/@oclif/core/lib/')) return undefined
      // As chunks/ has it.
      return { path: `../${FOLDER}/${path}.cjs`, external: true }
    })
  },
}

const { resolve } = createRequire(join(ROOT, 'node_modules/@oclif/core/package.json'))

/** Options for esbuild to bundle each of them into a file of its own. */
export const RARE_PACKAGES = {
  entryPoints: RARE.map((name) => ({ in: resolve(name), out: `${FOLDER}/${name}` })),
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  splitting: false,
  banner: {},
  plugins: [],
}
