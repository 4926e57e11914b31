import { mock } from 'node:test'
import { expect } from 'chai'
import { Plan } from '../../../src/engine/plan.js'
import { attributed } from '../../../src/host/attribution.js'
import { createHooks, type LifecycleHooks } from '../../../src/host/hooks.js'
import { type TapWatch, watchTaps } from '../../../src/host/taps.js'

const containment: TapWatch['containment'] = {
  run: async (_component, work) => work(),
  leave: (work) => work(),
}

function watched(options: Partial<TapWatch> = {}): { hooks: LifecycleHooks; collected: Error[] } {
  const hooks = createHooks()
  const collected: Error[] = []
  watchTaps(hooks, { collected, trace: () => undefined, containment, timeoutMs: 1000, ...options })
  return { hooks, collected }
}

const confirm = async (_question: string, byDefault: boolean) => byDefault

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'did not fail',
    (error: Error) => error.message,
  )
}

describe('a tap', () => {
  afterEach(() => mock.timers.reset())

  it('has its name on its steps, which come in order of stage', async () => {
    const { hooks } = watched()
    const tap = (name: string, stage: number) =>
      hooks.siteInstall.tapPromise(
        { name, stage },
        async ({ plan }) => void plan.directory(`/${name}`, 0o700),
      )
    tap('late', 10)
    tap('early', -10)
    const plan = new Plan().removeFile('/host')
    await hooks.siteInstall.promise({ plan, confirm })
    expect(plan.steps.map(({ by, kind }) => [by, kind])).to.deep.equal([
      [undefined, 'file.remove'],
      ['early', 'directory.create'],
      ['late', 'directory.create'],
    ])
  })

  it('that fails contributes nothing, and is told with its name and the hook', async () => {
    const { hooks } = watched()
    hooks.siteInstall.tapPromise('bad', async ({ plan }) => {
      plan.directory('/bad', 0o700)
      throw new TypeError('x is undefined')
    })
    const plan = new Plan()
    expect(await failure(hooks.siteInstall.promise({ plan, confirm }))).to.equal(
      "component 'bad' failed in siteInstall: x is undefined",
    )
    expect(plan.steps).to.deep.equal([])
  })

  it('has its name on what it contributes by the methods of an event', async () => {
    const { hooks } = watched()
    const forced: string[] = []
    const contributions = (name: string) => ({
      force: (conf: object) => void forced.push(`${name}: ${Object.keys(conf)}`),
      preload: () => undefined,
    })
    for (const name of ['one', 'other'])
      hooks.instanceSettings.tapPromise(name, async ({ force }) => force({ [`of_${name}`]: 1 }))
    const event = attributed({ instance: {}, desired: {} }, contributions)
    event.force({ own: 1 })
    await hooks.instanceSettings.promise(event as never)
    expect(forced).to.deep.equal(['pglift: own', 'one: of_one', 'other: of_other'])
  })

  it('that fails while things are removed lets the others go on', async () => {
    const { hooks, collected } = watched()
    hooks.siteUninstall.tapPromise('bad', async () => {
      throw new Error('no')
    })
    hooks.siteUninstall.tapPromise('good', async ({ plan }) => void plan.removeFile('/good'))
    const plan = new Plan()
    await hooks.siteUninstall.promise({ plan, confirm })
    expect(collected.map(({ message }) => message)).to.deep.equal([
      "component 'bad' failed in siteUninstall: no",
    ])
    expect(plan.steps).to.have.length(1)
  })

  it('that only tells something is done without in commands that only read', async () => {
    const said: string[] = []
    const { hooks } = watched({ tolerate: ({ message }) => said.push(message) })
    hooks.siteCheck.tapPromise('bad', async () => {
      throw new Error('no')
    })
    await hooks.siteCheck.promise({ problems: [], thorough: false })
    expect(said).to.deep.equal(["component 'bad' failed in siteCheck: no"])
    expect(await failure(watchedFailure())).to.equal("component 'bad' failed in siteCheck: no")
  })

  const watchedFailure = () => {
    const { hooks } = watched()
    hooks.siteCheck.tapPromise('bad', async () => {
      throw new Error('no')
    })
    return hooks.siteCheck.promise({ problems: [], thorough: false })
  }

  it('that hangs fails', async () => {
    const { hooks } = watched({ timeoutMs: 20 })
    hooks.siteInstall.tapPromise('bad', () => new Promise(() => undefined))
    expect(await failure(hooks.siteInstall.promise({ plan: new Plan(), confirm }))).to.match(
      /^component 'bad' did not come back from siteInstall within/,
    )
  })

  it('has all the time that the user takes to answer', async () => {
    const { hooks } = watched({ timeoutMs: 30 })
    mock.timers.enable({ apis: ['setTimeout'] })
    const slow = async () => {
      mock.timers.tick(80)
      return true
    }
    hooks.siteInstall.tapPromise('asks', async (event) => {
      if (await event.confirm('Really?', false)) event.plan.removeFile('/x')
    })
    const plan = new Plan()
    await hooks.siteInstall.promise({ plan, confirm: slow })
    expect(plan.steps).to.have.length(1)
  })

  it('answers for all when its hook takes the first answer', async () => {
    const { hooks } = watched()
    hooks.instanceStart.tapPromise('first', async () => undefined)
    hooks.instanceStart.tapPromise('second', async () => true)
    hooks.instanceStart.tapPromise('third', async () => {
      throw new Error('not asked')
    })
    expect(await hooks.instanceStart.promise({ plan: new Plan(), confirm } as never)).to.equal(true)
  })
})
