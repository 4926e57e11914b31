import { existsSync } from 'node:fs'
import { expect } from 'chai'
import { type Operation, type OperationSpec, operate } from '../../../src/engine/operate.js'
import { Plan } from '../../../src/engine/plan.js'
import { Cancelled } from '../../../src/errors/kinds.js'
import { type Bench, newBench, notes, SPEC } from './support.js'

describe('an operation', () => {
  let bench: Bench

  beforeEach(() => {
    bench = newBench()
  })

  afterEach(() => bench.remove())

  const run = (spec: Partial<OperationSpec>, ...plans: Plan[]) =>
    operate(bench.engine, { ...SPEC, ...spec }, async (operation) => {
      for (const plan of plans) await operation.apply(plan)
      return operation
    })

  const failure = async (work: Promise<unknown>): Promise<Error & { code?: string }> =>
    work.then(
      () => {
        throw new Error('did not fail')
      },
      (error: unknown) => error as Error,
    )

  it('performs its steps in order, settles them and closes its journal', async () => {
    const operation = await run({}, notes('a', 'b'), notes('c'))
    expect(bench.events).to.deep.equal([
      ...['a', 'b', 'c'].flatMap((name) => [`keep ${name}: before ${name}`, `do ${name}`]),
      'settle a',
      'settle b',
      'settle c',
    ])
    expect(operation.performed).to.equal(3)
    expect(bench.log).to.deep.equal(['INFO a', 'INFO b', 'INFO c'])
    expect(await bench.journals()).to.deep.equal([])
  })

  it('leaves out what holds, and journals nothing when nothing is to do', async () => {
    const operation = await run({}, new Plan().step('test.note', { name: 'a', held: true }, { title: 'a' }))
    expect(operation.performed).to.equal(0)
    expect(bench.events).to.deep.equal([])
    expect(bench.log).to.deep.equal([])
  })

  it('undoes, last step first, what was done before a step failed, and that step', async () => {
    const plan = notes('a', 'b').step('test.note', { name: 'c', fails: 'do' }, { title: 'c' })
    const error = await failure(run({}, plan))
    expect(error.message).to.equal('c failed')
    expect(bench.events.slice(-3)).to.deep.equal(['undo c: before c', 'undo b: before b', 'undo a: before a'])
    expect(bench.log.slice(3)).to.deep.equal([
      'WARNING c failed',
      'WARNING reverting: c',
      'WARNING reverting: b',
      'WARNING reverting: a',
    ])
    expect(await bench.journals()).to.deep.equal([])
  })

  it('undoes the others when one can not be undone, and keeps the journal', async () => {
    const plan = notes('a')
      .step('test.note', { name: 'b', fails: 'undo' }, { title: 'b' })
      .step('test.note', { name: 'c', fails: 'do' })
    await failure(run({}, plan))
    expect(bench.events.slice(-3)).to.deep.equal(['undo c: before c', 'undo b: before b', 'undo a: before a'])
    expect(bench.log).to.include('WARNING could not revert b: b can not go back')
    const [journal] = await bench.journals()
    expect(journal?.steps.map(({ undone }) => undone)).to.deep.equal([true, false, true])
  })

  it('says of a step that has no undo that it can not be reverted', async () => {
    const plan = new Plan()
      .step('test.final', { name: 'f' }, { title: 'f' })
      .step('test.note', { name: 'c', fails: 'do' })
    await failure(run({}, plan))
    expect(bench.log).to.include("WARNING can't be reverted: f")
  })

  it('keeps what was done when it is asked to', async () => {
    await failure(run({ onFailure: 'keep' }, notes('a').step('test.note', { name: 'b', fails: 'do' })))
    expect(bench.events.slice(-2)).to.deep.equal(['settle a', 'settle b'])
    expect(await bench.journals()).to.deep.equal([])
  })

  it('collects failures when it is asked to, goes on, and tells all of them', async () => {
    const plan = new Plan()
      .step('test.note', { name: 'a', fails: 'do' })
      .step('test.note', { name: 'b' })
      .step('test.note', { name: 'c', fails: 'do' })
    const error = await failure(run({ onFailure: 'collect' }, plan))
    expect(error.message).to.equal('instance create of 15/main: 2 steps failed:\n- a failed\n- c failed')
    expect(bench.events).to.include('do b').and.not.include('undo b: before b')
    expect(await bench.journals()).to.deep.equal([])
  })

  it('tells a single collected failure as it is, also when nothing was performed', async () => {
    const collecting = operate(
      bench.engine,
      { ...SPEC, onFailure: 'collect' },
      async (operation: Operation) => operation.collect(new Error('only one')),
    )
    expect((await failure(collecting)).message).to.equal('only one')
  })

  it('is undone without a word of failure when the user declines', async () => {
    const declined = operate(bench.engine, { ...SPEC, onFailure: 'collect' }, async (operation) => {
      await operation.apply(notes('a'))
      throw new Cancelled()
    })
    expect((await failure(declined)).code).to.equal('PGLIFT_CANCELLED')
    expect(bench.events.at(-1)).to.equal('undo a: before a')
    expect(bench.log).to.deep.equal(['INFO a', 'WARNING reverting: a'])
  })

  it('is undone when a signal interrupts it, and its undo is not', async () => {
    const controller = new AbortController()
    bench.remove()
    bench = newBench(controller.signal)
    const interrupted = operate(bench.engine, SPEC, async (operation) => {
      await operation.apply(notes('a'))
      controller.abort()
      await operation.apply(notes('b'))
    })
    expect((await failure(interrupted)).name).to.equal('AbortError')
    expect(bench.events).to.include('undo a: before a').and.not.include('do b')
  })

  it('fails with what went wrong first, also when what is left of it can not be cleaned up', async () => {
    const removeFile = async () => {
      throw new Error('read-only file system')
    }
    const { effects } = bench.engine
    const engine = { ...bench.engine, effects: { ...effects, files: { ...effects.files, removeFile } } }
    const body = async () => {
      throw new Error('a failed')
    }
    const failed = operate(engine, { ...SPEC, claim: async () => undefined }, body)
    expect((await failure(failed)).message).to.equal('a failed')
    expect(bench.log).to.deep.equal(['ERROR read-only file system'])
  })

  it('begins no plan that has a step nobody knows', async () => {
    const plan = notes('a').step('gone.step' as never, {} as never)
    expect((await failure(run({}, plan))).code).to.equal('PGLIFT_STEP_UNKNOWN')
    expect(bench.events).to.deep.equal([])
  })

  it('locks, journals and performs nothing in a dry run, and says what it would do', async () => {
    const operation = await run({ dryRun: true }, notes('a'))
    expect(operation.performed).to.equal(1)
    expect(bench.events).to.deep.equal([])
    expect(bench.log).to.deep.equal(['INFO a', 'INFO describing a'])
    expect(existsSync(bench.engine.lockDirectory)).to.equal(false)
    expect(existsSync(bench.engine.journalDirectory)).to.equal(false)
  })

  it('shows its ports to others from before its first step', async () => {
    const ports = await operate(
      bench.engine,
      { ...SPEC, ports: [5432], claim: async () => undefined },
      async () => (await bench.journals()).map(({ header }) => header.ports),
    )
    expect(ports).to.deep.equal([[5432]])
    expect(await bench.journals()).to.deep.equal([])
  })

  it('leaves nothing when its claim is refused', async () => {
    const claim = async () => {
      throw new Error('port 5432 already in use')
    }
    expect((await failure(run({ claim }, notes('a')))).message).to.equal('port 5432 already in use')
    expect(bench.events).to.deep.equal([])
    expect(await bench.journals()).to.deep.equal([])
  })

  it('is refused while another one runs on the same object, which is named', async () => {
    const waits: (number | undefined)[] = []
    const { locks } = bench.engine.effects
    const acquire: typeof locks.acquire = (path, holder, waitMs) => {
      waits.push(waitMs)
      return locks.acquire(path, holder, waitMs)
    }
    const effects = { ...bench.engine.effects, locks: { acquire } }
    const error = await operate(bench.engine, SPEC, () =>
      failure(
        operate({ ...bench.engine, effects }, { ...SPEC, verb: 'instance drop' }, async () => undefined),
      ),
    )
    expect(waits, 'it waits for nothing').to.deep.equal([undefined])
    expect(error.code).to.equal('PGLIFT_LOCKED')
    expect(error.message).to.equal(
      `another operation is in progress (pid ${process.pid}: instance create 15/main)`,
    )
  })
})
