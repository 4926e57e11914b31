// dist/: what pglift loads by path (the register module and the commands), with all that they import but the running
// host's values, which it lends.
import { readdirSync } from 'node:fs'
import { build } from 'esbuild'

const commands = readdirSync('src/commands', { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/commands/${name}`)

await build({
  entryPoints: ['src/register.ts', ...commands],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@pglift/sdk/runtime'],
})
