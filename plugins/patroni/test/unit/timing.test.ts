import { expect } from 'chai'
import { PRESETS, timingOf, timingProblem } from '../../src/timing.js'

describe('patroni: times', () => {
  it('fit together in every preset', () => {
    for (const preset of Object.values(PRESETS)) expect(timingProblem(preset)).to.equal(undefined)
  })

  it('that do not fit are told with the sum', () => {
    expect(timingProblem({ ttl: 30, loop_wait: 10, retry_timeout: 11 })).to.equal(
      'loop_wait + 2 * retry_timeout must be at most ttl: 10 + 2 * 11 = 32 > 30',
    )
  })

  it('are those of the preset, but for what is said by itself', () => {
    const dcs = { preset: null, ttl: null, loop_wait: null, retry_timeout: null }
    expect(timingOf({ dcs, loop_wait: null })).to.deep.equal({})
    expect(timingOf({ dcs, loop_wait: 7 })).to.deep.equal({ loop_wait: 7 })
    expect(timingOf({ dcs: { ...dcs, loop_wait: 3 }, loop_wait: 7 })).to.deep.equal({ loop_wait: 3 })
    expect(timingOf({ dcs: { ...dcs, preset: 'wide', ttl: 200 }, loop_wait: 7 })).to.deep.equal({
      ...PRESETS.wide,
      ttl: 200,
    })
  })
})
