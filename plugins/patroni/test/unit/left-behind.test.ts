import { expect } from 'chai'
import { leftBehind } from '../../src/operations/members.js'
import type { ClusterMember } from '../../src/rest/cluster.js'

const member = (name: string, role: string, timeline: number | null): ClusterMember => ({
  ...{ name, role, timeline, host: '192.0.2.1', port: 5432, state: 'running' },
  ...{ api_url: null, lag: 0, pending_restart: false },
})

describe('members on another timeline than their leader', () => {
  const members = [
    ...[member('m1', 'replica', 3), member('m2', 'leader', 4)],
    ...[member('m3', 'sync_standby', 4), member('m4', 'replica', null)],
  ]
  const cluster = { members, paused: false }
  const leader = { name: 'm2', timeline: 4 }

  it('are told of, with what sets them right; those whose timeline nobody knows are not', () => {
    const told = leftBehind(cluster, leader, Date.now() - 60_000)
    expect(told).to.have.length(1)
    expect(told[0])
      .to.match(/^m1 is still on timeline 3, while m2 leads on 4: /)
      .and.to.contain('pglift instance stop')
      .and.to.contain('pglift patroni reinit')
  })

  it('have a moment to follow', () => {
    expect(leftBehind(cluster, leader, Date.now() - 1000)).to.deep.equal([])
  })
})
