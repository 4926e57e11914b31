import { spawnSync } from 'node:child_process'
import { run } from '../test/run.mjs'
import { quote } from './shell.mjs'

/** Runs the place's pglift, shown as one would type it, and lets it speak. Throws when it fails. */
export function pglift({ command }, args) {
  console.log(`\n$ ${['pglift', ...args].map(quote).join(' ')}`)
  const { status, error } = spawnSync(command, ['--non-interactive', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (error !== undefined || status !== 0)
    throw new Error(`pglift ${args.slice(0, 2).join(' ')} failed: ${error?.message ?? 'see above'}`)
}

/** What the place's pglift prints as JSON. */
export function pgliftJson({ command }, args) {
  return JSON.parse(run(command, ['--non-interactive', ...args, '-o', 'json']))
}

/** Undoes or finishes what an earlier run left half-done, when its pglift was killed. */
export function recoverInterrupted(place) {
  if (pgliftJson(place, ['recover', '--dry-run']).length > 0) pglift(place, ['recover'])
}
