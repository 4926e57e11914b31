import { expect } from 'chai'
import { forStandby } from '../../src/choose-backup.js'
import type { Chosen } from '../../src/restore-target.js'

const backup = { label: '20261201-000000F' } as Chosen['backup']

describe('what a standby is made of', () => {
  it('is a backup from where WAL leads to what the primary does now', () => {
    const latest = { backup, target: { kind: 'latest' } } as const
    expect(forStandby(latest)).to.equal(latest)
  })

  it('is none where the way ends before, or where there is no backup', () => {
    expect(forStandby({ backup, target: { kind: 'fork', lsn: '0/6000190', timeline: 2 } })).to.equal(
      undefined,
    )
    expect(forStandby({ problem: "stanza 'main' has no backup" })).to.equal(undefined)
  })
})
