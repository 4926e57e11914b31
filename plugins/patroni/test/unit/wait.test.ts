import { expect } from 'chai'
import { beginWait, continueWait } from '../../src/steps/wait.js'

const line = (level: string, text: string) => `2026-11-23 03:29:52,186 ${level}: ${text}`
const NO_ETCD = line('ERROR', 'waiting on etcd')

describe('a wait for a member', () => {
  it('counts from what moved last', () => {
    const first = continueWait(beginWait(0), { activity: 'stopped', lines: [], at: 10 })
    expect(first.since).to.equal(10)
    expect(continueWait(first, { activity: 'stopped', lines: [], at: 20 }).since).to.equal(10)
    expect(continueWait(first, { activity: 'running', lines: [], at: 20 }).since).to.equal(20)
  })

  it('may last as long as a copy does, once', () => {
    const copying = { activity: 'creating replica', lines: [] }
    const first = continueWait(beginWait(0), { ...copying, at: 10 })
    expect(continueWait(first, { ...copying, at: 20 }).since).to.equal(20)
    const lines = [line('ERROR', 'Error creating replica using method basebackup')]
    const failed = continueWait(first, { ...copying, lines, at: 30 })
    expect(failed).to.include({ since: 10 })
    expect(continueWait(failed, { ...copying, at: 40 }).since).to.equal(10)
  })

  it('does not count from attempts that fail for want of a leader', () => {
    const failed = [line('ERROR', 'failed to bootstrap (without leader)')]
    const first = continueWait(beginWait(0), { activity: 'stopped', lines: failed, at: 10 })
    const again = { activity: 'creating replica', lines: [line('INFO', 'Lock owner: None; I am m1')] }
    expect(continueWait(first, { ...again, at: 20 }).since).to.equal(10)
    const leads = [line('INFO', 'Lock owner: m2; I am m1')]
    expect(continueWait(first, { activity: 'stopped', lines: leads, at: 30 }).since).to.equal(30)
  })

  it('tells since when etcd is away, until it is back', () => {
    const away = continueWait(beginWait(0), { activity: '', lines: [NO_ETCD], at: 10 })
    const still = continueWait(away, { activity: '', lines: [NO_ETCD], at: 20 })
    expect(still.etcdSince).to.equal(10)
    const back = { activity: '', lines: [line('INFO', 'Lock owner: None; I am m1')], at: 30 }
    expect(continueWait(still, back).etcdSince).to.equal(undefined)
  })
})
