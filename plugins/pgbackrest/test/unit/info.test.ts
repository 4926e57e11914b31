import { expect } from 'chai'
import { parseInfo } from '../../src/info.js'

const backup = (label: string, id: number, stop: number, rest: object = {}) => ({
  archive: { start: '000000020000000000000003', stop: '000000020000000000000004' },
  database: { id, 'repo-key': 1 },
  info: { delta: 1, repository: { delta: 1, size: 3043554 }, size: 22992567 },
  label,
  lsn: { start: '0/3000028', stop: '1/4000050' },
  timestamp: { start: stop - 7, stop },
  type: label.endsWith('F') ? 'full' : 'incr',
  ...rest,
})

const stanza = (rest: object = {}) =>
  JSON.stringify([
    {
      archive: [
        { database: { id: 1, 'repo-key': 1 }, id: '14-1' },
        { database: { id: 2, 'repo-key': 1 }, id: '15-2' },
      ],
      backup: [
        backup('20260101-000000F', 1, 1795397378),
        backup('20260102-000000F', 2, 1795397478, {
          annotation: { 'pglift-databases': '["postgres","a,b"]' },
        }),
      ],
      db: [
        { id: 1, 'repo-key': 1, 'system-id': 'OLD', version: '14' },
        { id: 2, 'repo-key': 1, 'system-id': 'NEW', version: '15' },
      ],
      name: 'main',
      repo: [{ key: 1, status: { code: 0, message: 'ok' } }],
      status: { code: 0, message: 'ok' },
      ...rest,
    },
  ])
    .replace('"OLD"', '7711172966550849336')
    .replace('"NEW"', '7711172966550849337')

describe('pgbackrest info', () => {
  it('tells of backups, newest first, and of their cluster with all digits', () => {
    const info = parseInfo(stanza(), 'main')
    expect(info).to.deep.include({ exists: true, segmentSize: 2 ** 24, problems: [] })
    expect(info.archives).to.deep.equal([{ id: '15-2', repository: 1 }])
    expect(info.cluster).to.deep.equal({ systemIdentifier: '7711172966550849337', version: '15' })
    expect(info.backups[0]).to.deep.equal({
      label: '20260102-000000F',
      size: 22992567,
      repo_size: 3043554,
      date_start: '2026-11-23T01:31:11Z',
      date_stop: '2026-11-23T01:31:18Z',
      type: 'full',
      databases: ['postgres', 'a,b'],
      isCurrent: true,
      repository: 1,
      position: { timeline: 2, stop: 0x104000050n },
    })
    expect(info.backups[1]).to.deep.include({ databases: null, isCurrent: false })
  })

  it('tells of nothing', () => {
    expect(parseInfo('[]', 'main').exists).to.equal(false)
    const missing = {
      backup: [],
      db: [],
      archive: [],
      repo: [{ key: 1, status: { code: 1, message: 'missing' } }],
    }
    expect(parseInfo(stanza(missing), 'main')).to.deep.include({ exists: false, backups: [], problems: [] })
  })

  it('tells why a repository can not be read, whatever bytes the message holds', () => {
    const message = '[CryptoError] unable to flush \u00e9:\nHINT: is it there?'
    const broken = { db: [], backup: [], repo: [{ key: 1, status: { code: 99, message } }] }
    const json = stanza(broken).replace('unable', 'un\u0001able')
    expect(parseInfo(json, 'main').problems).to.deep.equal([
      { repository: 1, message: '[CryptoError] un able to flush ?' },
    ])
  })

  it('takes what is not its own note for none', () => {
    for (const note of ['x', '{}', '"a"']) {
      const noted = {
        backup: [backup('20260102-000000F', 2, 1, { annotation: { 'pglift-databases': note } })],
      }
      expect(parseInfo(stanza(noted), 'main').backups[0]?.databases).to.equal(null)
    }
  })
})
