import { expect } from 'chai'
import { diffConf } from '../../../../src/postgresql/conf/diff.js'

describe('diffConf', () => {
  it('reports what changed by meaning, sorted', () => {
    const before = { work_mem: '4MB', fsync: 'on', port: '5432', old: 1, max_connections: 100 }
    const after = { work_mem: '8MB', fsync: true, port: 5432, new: false, max_connections: 100 }
    const changes = diffConf(before, after)
    expect(changes).to.deep.equal({ new: [null, false], old: [1, null], work_mem: ['4MB', '8MB'] })
    expect(Object.keys(changes)).to.deep.equal(['new', 'old', 'work_mem'])
  })

  it('is empty for equal configurations', () => {
    expect(diffConf({ a: 1 }, { a: 1 })).to.deep.equal({})
  })
})
