import { expect } from 'chai'
import { initialEntries, replacingEdits } from '../../../../src/postgresql/conf/initial.js'

describe('postgresql.conf as initdb wrote it', () => {
  it('is what was kept of it, without the port', () => {
    expect(initialEntries({ max_connections: 100, port: 5432 }, { work_mem: '1MB' })).to.deep.equal({
      max_connections: 100,
    })
  })

  it('is, when nothing was kept, what initdb is known to write', () => {
    const active = { max_connections: 50, timezone: 'UTC', port: 5433, work_mem: '1MB' }
    expect(initialEntries(undefined, active)).to.deep.equal({ max_connections: 50, timezone: 'UTC' })
  })

  it('takes the place of what came with a base backup, but for what is edited anyway', () => {
    const active = { max_connections: 200, timezone: 'UTC', work_mem: '4MB', port: 5432, fsync: true }
    const initial = { max_connections: 100, timezone: 'UTC' }
    const edits = { port: null, fsync: 'on', log_statement: 'all' }
    expect(replacingEdits(active, initial, edits)).to.deep.equal({
      max_connections: 100,
      work_mem: null,
      port: null,
      fsync: 'on',
      log_statement: 'all',
    })
  })
})
