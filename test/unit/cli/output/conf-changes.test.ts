import { expect } from 'chai'
import { confChangeLines } from '../../../../src/cli/output/conf-changes.js'

describe('reported changes of parameters', () => {
  it('have the former and the new value, as the original writes them', () => {
    const changes = { fsync: [true, false], jit: [false, null], work_mem: [null, '5MB'] } as const
    expect(confChangeLines({ changes, unapplied: [] }, false)).to.deep.equal([
      'fsync: True -> False',
      'jit: False -> None',
      'work_mem: None -> 5MB',
    ])
  })

  it('end with what was not applied, and why that may be', () => {
    const lines = confChangeLines({ changes: {}, unapplied: ['b', 'a'] }, false)
    expect(lines[0]).to.equal("changes in 'a', 'b' not applied")
    expect(lines[1]).to.match(/^ hint: either these changes have no effect/)
  })

  it('are coloured for a terminal', () => {
    const [line] = confChangeLines({ changes: { jit: [null, true] }, unapplied: [] }, true)
    expect(line).to.equal('\u001b[32mjit: None -> True\u001b[0m')
  })

  it('never show a password', () => {
    const changes = { primary_conninfo: ['host=a', "host=a password='x y' user=b"] } as const
    const [line] = confChangeLines({ changes, unapplied: [] }, false)
    expect(line).to.equal('primary_conninfo: host=a -> host=a password=******** user=b')
  })
})
