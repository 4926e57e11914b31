import { EventEmitter, once } from 'node:events'
import { mock } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { TimeLimit } from '../../../src/host/time-limit.js'

const LIMIT_MS = 20
const forever = () => new Promise<never>(() => undefined)

describe('a time limit', () => {
  let overruns: number
  let limit: TimeLimit
  beforeEach(() => {
    overruns = 0
    limit = new TimeLimit(LIMIT_MS, () => {
      overruns += 1
      return new Error('late')
    })
  })
  afterEach(() => mock.timers.reset())

  it('fails for what takes longer', async () => {
    expect(await limit.race(forever).catch(({ message }: Error) => message)).to.equal('late')
  })

  it('does not count what is done without it', async () => {
    const answer = await limit.race(() => limit.without(() => pause(3 * LIMIT_MS, 'answer')))
    expect(answer).to.equal('answer')
  })

  it('leaves no timer', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    expect(await limit.race(async () => 1)).to.equal(1)
    mock.timers.tick(LIMIT_MS)
    expect(overruns).to.equal(0)
  })

  it('leaves no timer when what was done without it ends after all else', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const user = new EventEmitter()
    const [asked] = await limit.race(async () => [limit.without(() => once(user, 'answer'))])
    user.emit('answer')
    await asked
    mock.timers.tick(LIMIT_MS)
    expect(overruns).to.equal(0)
  })
})
