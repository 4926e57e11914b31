import { EventEmitter, once } from 'node:events'
import { mock } from 'node:test'
import { expect } from 'chai'
import { TimeLimit } from '../../../src/host/time-limit.js'

const LIMIT_MS = 20
const forever = () => new Promise<never>(() => undefined)

describe('a time limit', () => {
  let overruns: number
  let limit: TimeLimit
  beforeEach(() => {
    // A machine that rests for a moment must not be taken for work that takes long.
    mock.timers.enable({ apis: ['setTimeout'] })
    overruns = 0
    limit = new TimeLimit(LIMIT_MS, () => {
      overruns += 1
      return new Error('late')
    })
  })
  afterEach(() => mock.timers.reset())

  it('fails for what takes longer', async () => {
    const late = limit.race(forever).catch(({ message }: Error) => message)
    mock.timers.tick(LIMIT_MS)
    expect(await late).to.equal('late')
  })

  it('does not count what is done without it', async () => {
    const slow = async () => {
      mock.timers.tick(3 * LIMIT_MS)
      return 'answer'
    }
    expect(await limit.race(() => limit.without(slow))).to.equal('answer')
    expect(overruns).to.equal(0)
  })

  it('leaves no timer', async () => {
    expect(await limit.race(async () => 1)).to.equal(1)
    mock.timers.tick(LIMIT_MS)
    expect(overruns).to.equal(0)
  })

  it('leaves no timer when what was done without it ends after all else', async () => {
    const user = new EventEmitter()
    const [asked] = await limit.race(async () => [limit.without(() => once(user, 'answer'))])
    user.emit('answer')
    await asked
    mock.timers.tick(LIMIT_MS)
    expect(overruns).to.equal(0)
  })
})
