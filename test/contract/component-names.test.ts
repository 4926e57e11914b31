import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { CHECKOUT, checkoutFile } from './snapshot.js'

const NAMES = /patroni|pgbackrest|prometheus|postgres_exporter|powa|pgbouncer/i

/** The catalogue of packages, and examples for users. */
const MAY = new Set(['src/settings/sections.ts', 'src/commands/plugins/install.ts'])

function isCode(line: string): boolean {
  return !/^\s*(\/?\*|\/\/)/.test(line)
}

describe('the host', () => {
  it('knows no component by its name', () => {
    const names = readdirSync(fileURLToPath(new URL('src', CHECKOUT)), { recursive: true }) as string[]
    const files = names.map((name) => `src/${name}`).filter((path) => path.endsWith('.ts') && !MAY.has(path))
    const found = files.flatMap((path) => {
      const lines = checkoutFile(path).split('\n')
      return lines.filter((line) => isCode(line) && NAMES.test(line)).map((line) => `${path}: ${line.trim()}`)
    })
    expect(files.length).to.be.above(100)
    expect(found).to.deep.equal([])
  })
})
