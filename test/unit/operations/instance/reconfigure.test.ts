import { expect } from 'chai'
import { onlyChanging } from '../../../../src/operations/instance/reconfigure.js'

describe('a configuration limited to some parameters', () => {
  const configuration = {
    conf: { port: 5433, work_mem: '8MB', fsync: false, log_directory: '/var/log' },
    changes: {
      fsync: [null, false],
      log_directory: ['log', '/var/log'],
      port: [5432, 5433],
      search_path: ['a', null],
      work_mem: ['4MB', '8MB'],
    },
    edits: { fsync: false, log_directory: '/var/log', port: 5433, search_path: null, work_mem: '8MB' },
    port: 5433,
  } as const

  it('changes these, and keeps the others as they are', () => {
    expect(onlyChanging(configuration, ['work_mem'])).to.deep.equal({
      conf: { port: 5432, work_mem: '8MB', log_directory: 'log', search_path: 'a' },
      changes: { work_mem: ['4MB', '8MB'] },
      edits: { work_mem: '8MB' },
      port: 5432,
    })
  })

  it('tells the port that it comes to', () => {
    expect(onlyChanging(configuration, ['port', 'search_path'])).to.deep.equal({
      conf: { port: 5433, work_mem: '4MB', log_directory: 'log' },
      changes: { port: [5432, 5433], search_path: ['a', null] },
      edits: { port: 5433, search_path: null },
      port: 5433,
    })
  })

  it('may have nothing left to change', () => {
    const { changes, edits } = onlyChanging(configuration, ['wal_level'])
    expect({ changes, edits }).to.deep.equal({ changes: {}, edits: {} })
  })
})
