import { expect } from 'chai'
import { type Late, lateMembers, leftBehind } from '../../src/operations/members.js'
import type { ClusterMember } from '../../src/rest/cluster.js'

const member = (name: string, role: string, timeline: number | null): ClusterMember => ({
  ...{ name, role, timeline, host: '192.0.2.1', port: 5432, state: 'running' },
  ...{ api_url: null, lag: 0, pending_restart: false },
})

const late = (...members: ClusterMember[]) => lateMembers({ members, paused: false })

describe('members on another timeline than their leader', () => {
  const [behind, leader] = [member('m1', 'replica', 3), member('m2', 'leader', 4)]

  it('are told of, with what sets them right', () => {
    const told = leftBehind(
      late(behind, leader, member('m3', 'sync_standby', 4)) as Late,
      Date.now() - 60_000,
    )
    expect(told).to.have.length(1)
    expect(told[0])
      .to.match(/^m1 is still on timeline 3, while m2 leads on 4: /)
      .and.to.contain('pglift instance stop')
      .and.to.contain('pglift patroni reinit')
  })

  it('are not those whose timeline nobody knows, and none is without a leader', () => {
    expect(late(member('m1', 'replica', null), leader)).to.equal(undefined)
    expect(late(behind, member('m2', 'replica', 4))).to.equal(undefined)
  })

  it('have a moment to follow', () => {
    expect(leftBehind(late(behind, leader) as Late, Date.now() - 1000)).to.deep.equal([])
  })
})
