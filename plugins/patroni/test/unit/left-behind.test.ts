import { expect } from 'chai'
import { leftBehind } from '../../src/operations/members.js'
import type { ClusterMember } from '../../src/rest/cluster.js'

const member = (name: string, role: string, timeline: number | null): ClusterMember => ({
  ...{ name, role, timeline, host: '192.0.2.1', port: 5432, state: 'running' },
  ...{ api_url: null, lag: 0, pending_restart: false },
})

describe('members on another timeline than their leader', () => {
  it('are told of, with what sets them right', () => {
    const members = [member('m1', 'replica', 3), member('m2', 'leader', 4), member('m3', 'sync_standby', 4)]
    const told = leftBehind({ members, paused: false })
    expect(told).to.have.length(1)
    expect(told[0])
      .to.match(/^m1 is on timeline 3, while m2 leads on 4;/)
      .and.to.contain('pglift instance stop')
      .and.to.contain('pglift patroni reinit')
  })

  it('are not those whose timeline nobody knows, and none is without a leader', () => {
    const [unknown, leader] = [member('m1', 'replica', null), member('m2', 'leader', 4)]
    expect(leftBehind({ members: [unknown, leader], paused: false })).to.deep.equal([])
    const leaderless = [member('m1', 'replica', 3), member('m2', 'replica', 4)]
    expect(leftBehind({ members: leaderless, paused: false })).to.deep.equal([])
  })
})
