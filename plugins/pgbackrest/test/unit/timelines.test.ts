import { expect } from 'chai'
import {
  deadEnd,
  leadsTo,
  liveTimeline,
  lsnText,
  parseHistory,
  parseLsn,
  segmentName,
  segmentSize,
} from '../../src/timelines.js'
import { parseArchive } from '../../src/wal-sources.js'

const MB = 2 ** 20

describe('timelines', () => {
  const history = parseHistory('1\t0/3000138\tbefore 2026-01-01\n\n2\t1/0\treached consistency\n')
  const listed = JSON.stringify({
    '.': { type: 'path' },
    '0000000100000000': { type: 'path' },
    '0000000200000001': { type: 'path' },
    '00000003.history': { type: 'file', time: 30 },
    '00000002.history': { type: 'file', time: 20 },
  })

  it('are those that histories were archived of', () => {
    const { timelines, withWal } = parseArchive(listed)
    expect(timelines.map(({ timeline }) => timeline)).to.deep.equal([2, 3])
    expect(withWal).to.deep.equal([1, 2])
    expect(liveTimeline(timelines)).to.equal(3)
    expect(liveTimeline(timelines, 25_000)).to.equal(2)
    expect(liveTimeline(timelines, 10_000)).to.equal(1)
    expect(liveTimeline([])).to.equal(1)
  })

  it('can be reached from backups that ended before they were left', () => {
    const stop = (text: string) => parseLsn(text)
    expect(leadsTo({ timeline: 3, stop: stop('9/0') }, 3, history)).to.equal(true)
    expect(leadsTo({ timeline: 1, stop: stop('0/3000138') }, 3, history)).to.equal(true)
    expect(leadsTo({ timeline: 1, stop: stop('0/3000139') }, 3, history)).to.equal(false)
    expect(leadsTo({ timeline: 2, stop: stop('0/FFFFFFFF') }, 3, history)).to.equal(true)
    expect(leadsTo({ timeline: 4, stop: undefined }, 3, history)).to.equal(false)
    expect(leadsTo({ timeline: 1, stop: undefined }, 3, history)).to.equal(true)
  })

  it('have a dead end where no WAL of those after it was archived', () => {
    expect(deadEnd(3, history, new Set([1, 2, 3]))).to.equal(undefined)
    expect(deadEnd(3, history, new Set([1, 3]))).to.equal(undefined)
    expect(deadEnd(3, history, new Set([1, 2]))).to.equal(history[1])
    expect(deadEnd(3, history, new Set([1]))).to.equal(history[0])
    expect(deadEnd(1, [], new Set([1]))).to.equal(undefined)
  })

  it('have segments by their size', () => {
    const lsn = parseLsn('1A/C4000138') ?? 0n
    expect(lsnText(lsn)).to.equal('1A/C4000138')
    expect(segmentName(17, lsn, 16 * MB)).to.equal('000000110000001A000000C4')
    expect(segmentName(17, lsn, 64 * MB)).to.equal('000000110000001A00000031')
    expect(segmentSize([])).to.equal(16 * MB)
    expect(segmentSize([{ segment: '000000110000001A000000C4', lsn }])).to.equal(16 * MB)
    expect(segmentSize([{ segment: '000000110000001A00000031', lsn }])).to.equal(64 * MB)
  })
})
