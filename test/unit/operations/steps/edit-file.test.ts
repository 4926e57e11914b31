import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { operate } from '../../../../src/engine/operate.js'
import { Plan } from '../../../../src/engine/plan.js'
import { confSteps } from '../../../../src/operations/steps/conf.js'
import { type Bench, newBench, SPEC } from '../../engine/support.js'

describe('editing a configuration file', () => {
  let bench: Bench
  let path: string
  beforeEach(() => {
    bench = newBench()
    path = join(mkdtempSync(join(bench.directory, 'datadir-')), 'postgresql.conf')
  })
  afterEach(() => rmSync(bench.directory, { recursive: true, force: true }))

  const configure = () =>
    operate({ ...bench.engine, performers: confSteps }, SPEC, (operation) =>
      operation.apply(new Plan().step('postgresql.configure', { path, changes: { port: 5433 } })),
    )

  it('keeps its comments, whatever their language', async () => {
    writeFileSync(path, '# l’été\nport = 5432\n')
    await configure()
    expect(readFileSync(path, 'utf8')).to.equal('# l’été\nport = 5433\n')
  })

  it('is refused where they would be damaged', async () => {
    const text = Buffer.from('# été\nport = 5432\n', 'latin1')
    writeFileSync(path, text)
    expect(await configure().then(undefined, (error) => error)).to.include({ code: 'PGLIFT_NOT_UTF8' })
    expect(readFileSync(path)).to.deep.equal(text)
  })
})
