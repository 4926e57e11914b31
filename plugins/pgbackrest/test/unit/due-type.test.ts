import { expect } from 'chai'
import { dueType } from '../../src/due-type.js'

const backup = (type: 'full' | 'incr', date_start: string, repository = 1, isCurrent = true) => ({
  type,
  date_start,
  repository,
  isCurrent,
})

describe('the type of a scheduled backup', () => {
  const backups = [
    backup('incr', '2026-01-08T02:00:00Z'),
    backup('full', '2026-01-07T02:00:00Z', 2),
    backup('full', '2026-01-06T02:00:00Z', 1, false),
    backup('full', '2026-01-01T02:30:00Z'),
  ]
  const at = (now: string, repository = 1) => dueType('incr', 7, backups, repository, Date.parse(now))

  it('is full when the last full one of the repository and the cluster is old', () => {
    expect(at('2026-01-07T03:00:00Z')).to.equal('incr')
    expect(at('2026-01-08T02:10:00Z')).to.equal('full')
    expect(at('2026-01-09T02:10:00Z')).to.equal('full')
    expect(at('2026-01-09T02:10:00Z', 2)).to.equal('incr')
  })

  it('is full when there is none', () => {
    expect(at('2026-01-01T00:00:00Z', 3)).to.equal('full')
    expect(dueType('diff', 1, [], 1, 0)).to.equal('full')
  })
})
