import { expect } from 'chai'
import { hostReport, type ReportedInstance } from '../../../../src/cli/output/host-report.js'

const instance = (over: Partial<ReportedInstance> = {}): ReportedInstance => ({
  instance: '15/main',
  change_state: null,
  pending_restart: false,
  settings: {},
  objects: [],
  error: null,
  ...over,
})

const statements = [
  { text: 'ALTER ROLE "bob"\n  WITH LOGIN' },
  { text: '***' },
  { text: 'SELECT $1', values: ['s'] },
]
const changed = instance({
  change_state: 'changed',
  settings: { work_mem: ['4MB', null], fsync: [null, false] },
  objects: [
    { type: 'role', name: 'bob', change_state: 'changed' },
    { type: 'replication_slot', name: 's', change_state: 'created' },
    { type: 'hba_records', name: 'pg_hba.conf', change_state: 'changed' },
    { type: 'database', name: 'same', change_state: null },
  ],
  steps: [
    { kind: 'file.write', args: {} },
    { kind: 'sql.execute', args: { tasks: [{ title: "altering role 'bob'", statements }] } },
  ],
})

describe('hostReport', () => {
  it('tells what was done, and counts', () => {
    const others = [
      instance({ instance: '15/new', change_state: 'created', pending_restart: true }),
      instance(),
    ]
    expect(hostReport([changed, ...others], 'done', false)).to.deep.equal([
      '15/main: changed',
      '  setting work_mem: 4MB -> None',
      '  setting fsync: None -> False',
      '  role bob: changed',
      '  replication slot s: created',
      '  pg_hba.conf: changed',
      '15/new: created',
      '  a restart is pending',
      '15/main: unchanged',
      '3 instances: 1 created, 1 changed, 1 unchanged',
    ])
  })

  it('shows the steps of a plan, and that a statement holds a password, but not the password', () => {
    expect(hostReport([changed], 'planned', false).slice(6)).to.deep.equal([
      '  steps:',
      "    altering role 'bob'",
      '        ALTER ROLE "bob" WITH LOGIN',
      '        (a statement that holds a password)',
      '        SELECT $1  -- ["s"]',
      '1 instance: 1 to be changed',
    ])
  })

  it('tells of a difference what is there and should not be, and what is not', () => {
    const found = [instance({ change_state: 'dropped' }), instance({ change_state: 'created' }), instance()]
    expect(hostReport(found, 'difference', false)).to.deep.equal([
      '15/main: should not be there',
      '15/main: missing',
      '15/main: as declared',
      '3 instances: 1 missing, 1 should not be there, 1 as declared',
    ])
  })

  it('tells errors', () => {
    const failed = instance({ error: { message: 'no space' } })
    expect(hostReport([failed], 'done', false)).to.deep.equal([
      '15/main: failed',
      '  no space',
      '1 instance: 1 failed',
    ])
  })

  it('colours states when asked to', () => {
    expect(hostReport([changed], 'done', true)[0]).to.equal('15/main: \u001b[33mchanged\u001b[0m')
  })

  it('says so when there is nothing', () => {
    expect(hostReport([], 'done', false)).to.deep.equal(['no instance is declared'])
  })
})
