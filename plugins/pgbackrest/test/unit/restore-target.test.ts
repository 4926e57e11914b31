import { expect } from 'chai'
import type { StanzaBackup } from '../../src/info.js'
import { chooseBackup, describeChoice, parseMoment } from '../../src/restore-target.js'

const backup = (label: string, date_stop: string, isCurrent = true): StanzaBackup => ({
  label,
  size: 1,
  repo_size: 1,
  date_start: date_stop,
  date_stop,
  type: 'full',
  databases: null,
  isCurrent,
  repository: 1,
  position: { timeline: 1, stop: 1n },
})

const NOW = Date.parse('2026-03-01T00:00:00Z')
const all = [
  backup('c', '2026-02-03T00:00:00Z'),
  backup('b', '2026-02-02T00:00:00Z'),
  backup('a', '2026-02-01T00:00:00Z', false),
]
const offer = { all, lineage: { timeline: undefined, backups: all } }

describe('what is restored', () => {
  it('is the newest backup and all WAL, or what is wished for', () => {
    const latest = chooseBackup('main', offer, {}, NOW)
    expect(latest).to.deep.equal({ backup: all[0], target: { kind: 'latest' } })
    const date = parseMoment('2026-02-02 12:00:00.5+02')
    const timed = chooseBackup('main', offer, { date }, NOW)
    expect(timed).to.deep.include({
      backup: all[1],
      target: { kind: 'time', time: '2026-02-02 10:00:00.5+00' },
    })
    const named = chooseBackup('main', offer, { label: 'b' }, NOW)
    expect(named).to.deep.equal({ backup: all[1], target: { kind: 'backup', label: 'b' } })
    if ('backup' in named)
      expect(describeChoice(named, offer, { label: 'b' })).to.equal(
        'restoring backup b (full, ended 2026-02-02 00:00:00+00) and no WAL after it',
      )
  })

  it('tells what it leaves out, and ends where no WAL goes on', () => {
    const lineage = { timeline: 3, backups: all.slice(1), end: { timeline: 1, lsn: 0x3000138n } }
    const left = { all, lineage }
    const date = parseMoment('2026-02-05Z')
    for (const wish of [{}, { date }]) {
      const choice = chooseBackup('main', left, wish, NOW)
      const target = { kind: 'fork', lsn: '0/3000138', timeline: 1 }
      expect(choice).to.deep.equal({ backup: all[1], target })
      if ('backup' in choice)
        expect(describeChoice(choice, left, wish))
          .to.contain(' and WAL up to 0/3000138, where timeline 1 was left: ')
          .and.to.contain(' (1 newer backup(s) lie on timelines that were left)')
    }
    const early = { date: parseMoment('2026-02-02T12:00Z') }
    const choice = chooseBackup('main', left, early, NOW)
    if ('backup' in choice) expect(describeChoice(choice, left, early)).not.to.contain('newer')
  })

  it('is never of another cluster, nor of the future', () => {
    for (const wish of [
      { label: 'a' },
      { label: 'x' },
      { date: parseMoment('2026-02-01T12:00Z') },
      { date: parseMoment('2027-01-01') },
    ])
      expect(chooseBackup('main', offer, wish, NOW)).to.have.property('problem')
    const none = { all: [], lineage: { timeline: undefined, backups: [] } }
    expect(chooseBackup('main', none, {}, NOW)).to.deep.include({ problem: "stanza 'main' has no backup" })
  })

  it('is a date of the calendar', () => {
    expect(parseMoment('2026-02-01T10:00:00Z')?.text).to.equal('2026-02-01 10:00:00+00')
    expect(parseMoment('2026-02-01 10:00:00-0330')?.text).to.equal('2026-02-01 13:30:00+00')
    expect(parseMoment('2026-02-01')?.ms).to.equal(new Date(2026, 1, 1).getTime())
    for (const text of ['', 'now', '2026-02-30', '2026-13-01', '2026-01-01 25:00:00', '2026-01-01; x'])
      expect(parseMoment(text), text).to.equal(undefined)
  })
})
