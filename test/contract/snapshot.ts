import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

// From build/test/contract/, where this runs.
export const CHECKOUT = new URL('../../../', import.meta.url)

/** The text of a file of the checkout, by its path relative to it. */
export function checkoutFile(path: string): string {
  return readFileSync(new URL(path, CHECKOUT), 'utf8')
}

/**
 * Expects `text` to be what `test/contract/snapshots/<name>` holds; with UPDATE_SNAPSHOTS=1 in the environment the
 * file is written instead. A snapshot is a promise to users: a change of it belongs in CHANGELOG.md.
 */
export function expectSnapshot(name: string, text: string): void {
  const path = `test/contract/snapshots/${name}`
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    const file = fileURLToPath(new URL(path, CHECKOUT))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return
  }
  expect(text, `${path} (on purpose? run 'npm run update:snapshots')`).to.equal(checkoutFile(path))
}
