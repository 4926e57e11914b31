import { appendFileSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { JournalHeader, JournalRecord } from '../../../src/engine/journal.js'
import { underLocks } from '../../../src/engine/locking.js'
import { operate } from '../../../src/engine/operate.js'
import { canRollBack, close, interruptedOperations, rollBack } from '../../../src/engine/recover.js'
import { remedyFor } from '../../../src/operations/recover/interrupted.js'
import { instanceIn } from '../../../src/operations/recover/resume.js'
import { type Bench, newBench, notes, SPEC } from './support.js'

const NOBODY = 2 ** 22 + 1

describe('recovery', () => {
  let bench: Bench

  beforeEach(async () => {
    bench = newBench()
    await bench.engine.effects.files.makeDirectories(bench.engine.journalDirectory, 0o700)
  })

  afterEach(() => bench.remove())

  const header: JournalHeader = {
    id: 'x',
    verb: 'instance create',
    object: '15/main',
    pid: NOBODY,
    processStart: undefined,
    startedAt: 'then',
    request: null,
    ports: [],
  }
  const start = (index: number, kind: string, args: object, record: unknown = null) => ({
    start: index,
    kind,
    args,
    record,
  })
  const noted = (index: number, name: string, fails?: string) =>
    start(index, 'test.note', { name, fails }, { was: `before ${name}` })

  const interrupted = (...lines: object[]) => interruptedAs(header, ...lines)

  const interruptedAs = async (of: JournalHeader, ...lines: object[]): Promise<JournalRecord> => {
    const text = [{ header: of }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
    appendFileSync(join(bench.engine.journalDirectory, 'x.jsonl'), text)
    return (await interruptedOperations(bench.engine))[0] as JournalRecord
  }

  it('finds operations whose process is gone, and not those that run', async () => {
    await interrupted()
    await operate(bench.engine, { ...SPEC, object: '15/other', locks: [] }, async (operation) => {
      await operation.apply(notes('a'))
      expect(await bench.journals()).to.have.length(2)
      const found = await interruptedOperations(bench.engine)
      expect(found.map((journal) => journal.header.object)).to.deep.equal(['15/main'])
    })
  })

  it('is asked for before anything else is done to the object', async () => {
    await interrupted(noted(0, 'a'))
    const error = await operate(bench.engine, SPEC, async () => undefined).catch((thrown) => thrown)
    expect(error.code).to.equal('PGLIFT_INTERRUPTED')
    expect(error.hint).to.contain('pglift recover')
    await operate(bench.engine, { ...SPEC, object: '15/other', locks: ['15-other'] }, async () => undefined)
  })

  it('is asked for before anything is done to what the operation had locked besides', async () => {
    await interruptedAs({ ...header, object: '16/main', locks: ['15-main', '16-main'] }, noted(0, 'a'))
    const error = await operate(bench.engine, SPEC, async () => undefined).catch((thrown) => thrown)
    expect(error).to.include({ code: 'PGLIFT_INTERRUPTED' })
    expect(error.message).to.contain("'instance create' of 16/main was interrupted")
  })

  it('takes all locks that the operation had, below directories that stay open to others', async () => {
    const journal = await interruptedAs({ ...header, object: '16/main', locks: ['15-main', '16-main'] })
    const engine = { ...bench.engine, lockDirectory: join(bench.directory, 'run', 'lock') }
    await underLocks(engine, { names: ['15-main'], holder: 'instance stop 15/main' }, async () => {
      const error = await close(engine, journal).catch((thrown) => thrown)
      expect(error).to.include({ code: 'PGLIFT_LOCKED' })
    })
    await close(engine, journal)
    expect(existsSync(journal.path)).to.equal(false)
    expect(statSync(join(bench.directory, 'run')).mode & 0o777).to.equal(0o755)
    expect(statSync(engine.lockDirectory).mode & 0o777).to.equal(0o700)
  })

  it('knows no instance in a recovery that was interrupted itself', async () => {
    const journal = await interruptedAs({ ...header, verb: 'recover', object: 'recovery of 15/main' })
    expect(instanceIn({} as never, journal)).to.equal(undefined)
    expect(await rollBack(bench.engine, journal)).to.deep.equal([])
  })

  it('undoes started steps, last first, with what was recorded before them', async () => {
    const journal = await interrupted(noted(0, 'a'), { done: 0 }, noted(1, 'b'))
    expect(canRollBack(journal, bench.engine)).to.equal(true)
    expect(await rollBack(bench.engine, journal)).to.deep.equal([])
    expect(bench.events).to.deep.equal(['undo b: before b', 'undo a: before a'])
    expect(existsSync(journal.path)).to.equal(false)
  })

  it('takes up a recovery that was interrupted itself', async () => {
    const journal = await interrupted(noted(0, 'a'), { done: 0 }, noted(1, 'b'), { undone: 1 })
    await rollBack(bench.engine, journal)
    expect(bench.events).to.deep.equal(['undo a: before a'])
  })

  it('keeps the journal of what could not be undone, and does only that the next time', async () => {
    const journal = await interrupted(noted(0, 'a', 'undo'), { done: 0 }, noted(1, 'b'))
    const errors = await rollBack(bench.engine, journal)
    expect(errors.map(({ message }) => message)).to.deep.equal(['a can not go back'])
    const [left] = await interruptedOperations(bench.engine)
    bench.events.length = 0
    await rollBack(bench.engine, left as JournalRecord)
    expect(bench.events).to.deep.equal(['undo a: before a'])
  })

  it('does nothing when somebody else was faster', async () => {
    const journal = await interrupted(noted(0, 'a'))
    await rollBack(bench.engine, journal)
    bench.events.length = 0
    expect(await rollBack(bench.engine, journal)).to.deep.equal([])
    expect(bench.events).to.deep.equal([])
    expect(existsSync(journal.path)).to.equal(false)
  })

  it('settles the steps of an operation that is kept', async () => {
    const journal = await interrupted(noted(0, 'a'), { done: 0 }, { complete: true })
    await close(bench.engine, journal)
    expect(bench.events).to.deep.equal(['settle a'])
    expect(existsSync(journal.path)).to.equal(false)
  })

  it('knows what can not be undone', async () => {
    const journal = await interrupted(noted(0, 'a'), start(1, 'test.final', { name: 'f' }))
    expect(canRollBack(journal, bench.engine)).to.equal(false)
  })

  it('fails on steps of a component that is gone', async () => {
    const journal = await interrupted(start(0, 'gone.step', {}))
    expect(() => canRollBack(journal, bench.engine)).to.throw('no component here')
  })
})

describe('the remedy for an interrupted operation', () => {
  const step = { kind: 'x', args: {}, record: null, done: true, undone: false }
  const journal = { complete: false, steps: [step] }

  it('is to undo it, and where that can not be done to do it to its end', () => {
    expect(remedyFor(journal, true, undefined)).to.equal('rollback')
    expect(remedyFor(journal, false, undefined)).to.equal('resume')
  })

  it('is what the user wants', () => {
    expect(remedyFor(journal, true, 'resume')).to.equal('resume')
    expect(remedyFor(journal, false, 'rollback')).to.equal('rollback')
  })

  it('is to clean up when all was done, whatever the user wants', () => {
    expect(remedyFor({ ...journal, complete: true }, true, 'rollback')).to.equal('finish')
  })

  it('is to go on undoing once that was begun', () => {
    const begun = { complete: false, steps: [step, { ...step, undone: true }] }
    expect(remedyFor(begun, true, 'resume')).to.equal('rollback')
  })
})
