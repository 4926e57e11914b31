import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { operate } from '../../../src/engine/operate.js'
import { Plan } from '../../../src/engine/plan.js'
import { Secret } from '../../../src/models/secret.js'
import { type Bench, newBench, SPEC } from './support.js'

const FAIL = new Plan().step('test.note', { name: 'the end', fails: 'do' })

describe('file steps', () => {
  let bench: Bench

  beforeEach(() => {
    bench = newBench()
    mkdirSync(bench.path('in'))
  })

  afterEach(() => bench.remove())

  const apply = (plan: Plan, options = {}) =>
    operate(bench.engine, { ...SPEC, ...options }, async (operation) => {
      await operation.apply(plan)
      return operation
    })

  const failing = async (plan: Plan) => {
    await apply(plan.append(FAIL)).catch((error: Error) => expect(error.message).to.equal('the end failed'))
  }

  const file = () => bench.path('in/file')
  const write = (content: string | Secret, mode = 0o640) => new Plan().file({ path: file(), content, mode })

  it('write a file with its mode, once', async () => {
    expect((await apply(write('one'))).performed).to.equal(1)
    expect(readFileSync(file(), 'utf8')).to.equal('one')
    expect(statSync(file()).mode & 0o777).to.equal(0o640)
    const { mtimeNs } = statSync(file(), { bigint: true })
    expect((await apply(write('one'))).performed).to.equal(0)
    expect(statSync(file(), { bigint: true }).mtimeNs).to.equal(mtimeNs)
    expect((await apply(write('one', 0o600))).performed).to.equal(1)
    expect(readdirSync(bench.path('in'))).to.deep.equal(['file'])
  })

  it('take a written file away again, or put the former one back whole', async () => {
    await failing(write('one'))
    expect(readdirSync(bench.path('in'))).to.deep.equal([])
    writeFileSync(file(), 'former', { mode: 0o604 })
    const { ino } = statSync(file())
    await failing(write('one'))
    expect(readFileSync(file(), 'utf8')).to.equal('former')
    expect(statSync(file()).ino).to.equal(ino)
    expect(readdirSync(bench.path('in'))).to.deep.equal(['file'])
  })

  it('put the former file back although two steps changed it', async () => {
    writeFileSync(file(), 'former')
    await failing(write('one').append(write('two')).removeFile(file()))
    expect(readFileSync(file(), 'utf8')).to.equal('former')
    expect(readdirSync(bench.path('in'))).to.deep.equal(['file'])
  })

  it('remove what a killed write left', async () => {
    const leftover = bench.path(`in/.file.${2 ** 22 + 1}-abc`)
    const running = bench.path(`in/.file.${process.pid}-abc`)
    for (const path of [leftover, running]) writeFileSync(path, 'half')
    await failing(write('one'))
    expect(existsSync(leftover)).to.equal(false)
    expect(existsSync(running)).to.equal(true)
  })

  it('remove files and bring them back', async () => {
    writeFileSync(file(), 'former')
    await failing(new Plan().removeFile(file()))
    expect(readFileSync(file(), 'utf8')).to.equal('former')
    expect((await apply(new Plan().removeFile(file()))).performed).to.equal(1)
    expect(readdirSync(bench.path('in'))).to.deep.equal([])
    expect((await apply(new Plan().removeFile(file()))).performed).to.equal(0)
  })

  it('make directories and take only those away again', async () => {
    const plan = () => new Plan().directory(bench.path('in/a/b'), 0o750)
    await failing(plan())
    expect(readdirSync(bench.path('in'))).to.deep.equal([])
    mkdirSync(bench.path('in/a'))
    await failing(plan())
    expect(readdirSync(bench.path('in'))).to.deep.equal(['a'])
    await apply(plan())
    expect(statSync(bench.path('in/a/b')).mode & 0o777).to.equal(0o750)
    expect((await apply(plan())).performed).to.equal(0)
  })

  it('make directories that others make at the same time', async () => {
    const { files } = bench.engine.effects
    const paths = ['a', 'b', 'c', 'd'].map((name) => bench.path(`in/x/y/${name}`))
    await Promise.all(paths.map((path) => files.makeDirectories(path, 0o700)))
    expect(readdirSync(bench.path('in/x/y'))).to.deep.equal(['a', 'b', 'c', 'd'])
  })

  it('do not take a directory away that something came into', async () => {
    const plan = new Plan().directory(bench.path('in/a'), 0o700)
    const filled = operate(bench.engine, SPEC, async (operation) => {
      await operation.apply(plan)
      writeFileSync(bench.path('in/a/other'), '')
      throw new Error('stop')
    })
    await filled.catch(() => undefined)
    expect(existsSync(bench.path('in/a/other'))).to.equal(true)
  })

  it('refuse a file where a directory is wanted', async () => {
    writeFileSync(file(), '')
    const error = await apply(new Plan().directory(file(), 0o700)).catch((thrown) => thrown)
    expect(error.code).to.equal('PGLIFT_NOT_A_DIRECTORY')
  })

  it('remove a directory only when it is empty, and bring it back', async () => {
    mkdirSync(bench.path('in/a'))
    chmodSync(bench.path('in/a'), 0o710)
    await failing(new Plan().removeDirectory(bench.path('in/a')))
    expect(statSync(bench.path('in/a')).mode & 0o777).to.equal(0o710)
    expect((await apply(new Plan().removeDirectory(bench.path('in')))).performed).to.equal(0)
    await apply(new Plan().removeDirectory(bench.path('in/a')))
    expect(existsSync(bench.path('in/a'))).to.equal(false)
  })

  it('show files as they were and will be, but no secret', async () => {
    writeFileSync(file(), 'former')
    const shown = await apply(write('new'), { diff: true, dryRun: true })
    expect(shown.diffs).to.deep.equal([{ path: file(), before: 'former', after: 'new' }])
    const secret = await apply(write(new Secret('canary'), 0o600), { diff: true, dryRun: true })
    expect(secret.diffs).to.deep.equal([])
    expect(readFileSync(file(), 'utf8')).to.equal('former')
  })

  it('remove what a site shares, but not from a directory of somebody else', async () => {
    const shared = bench.path('in/log')
    const plan = () => new Plan().removeSiteDirectory(shared)
    mkdirSync(shared)
    writeFileSync(bench.path('in/log/foreign'), '')
    chmodSync(bench.path('in'), 0o555)
    await apply(plan())
    expect(readdirSync(shared)).to.deep.equal(['foreign'])
    expect(bench.log.at(-1)).to.match(/^WARNING .* left as it is$/)
    chmodSync(bench.path('in'), 0o755)
    await apply(plan())
    expect(readdirSync(bench.path('in'))).to.deep.equal([])
  })
})
