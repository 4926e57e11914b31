import { expect } from 'chai'
import { complaints, concerns } from '../../../../src/operations/instance/rehearse.js'
import { impossibleCombinations } from '../../../../src/operations/instance/start-obstacles.js'

describe('complaints of a rehearsed start', () => {
  it('are what the server says at LOG, ERROR and FATAL, without its prefix and its summary', () => {
    const output = [
      '2026-11-23 00:55:39.100 UTC [42] LOG:  invalid value for parameter "work_mem": "abc"',
      '2026-11-23 00:55:39.100 UTC [42] FATAL:  configuration file "/d/postgresql.conf" contains errors',
      'LOG:  invalid value for parameter "work_mem": "abc"',
      '2026-11-23 00:55:39.100 UTC [42] HINT:  Valid units are "B", "kB".',
      'postgres: superuser_reserved_connections (3) must be less than max_connections (2)',
    ].join('\n')
    expect(complaints(output)).to.deep.equal([
      'invalid value for parameter "work_mem": "abc"',
      'superuser_reserved_connections (3) must be less than max_connections (2)',
    ])
  })

  it('are none when nothing was said', () => {
    expect(complaints('')).to.deep.equal([])
  })
})

describe('a complaint concerns a change', () => {
  const mem = { work_mem: [null, 'abc'] } as const

  it('that it names', () => {
    expect(concerns('invalid value for parameter "work_mem": "abc"', mem)).to.equal(true)
    expect(
      concerns('unrecognized configuration parameter "My.Param" in file', { 'my.param': [null, 1] }),
    ).to.equal(true)
  })

  it('not one with a longer name', () => {
    expect(concerns('invalid value for parameter "maintenance_work_mem": "x"', mem)).to.equal(false)
    expect(concerns('invalid value for parameter "work_mem.x": "x"', mem)).to.equal(false)
  })

  it('whose value it quotes', () => {
    const libraries = { shared_preload_libraries: [null, 'nonesuch'] } as const
    expect(concerns('could not access file "nonesuch": No such file or directory', libraries)).to.equal(true)
    expect(concerns('could not access file "other": No such file or directory', libraries)).to.equal(false)
  })

  it('that it is about without naming it', () => {
    const archival = 'WAL archival cannot be enabled when wal_level is "minimal"'
    expect(concerns(archival, { archive_mode: [null, true] })).to.equal(true)
    expect(concerns(archival, { wal_level: ['replica', 'minimal'] })).to.equal(true)
    expect(concerns('could not load server certificate file "a"', { ssl: [null, true] })).to.equal(true)
  })
})

describe('combinations with which no server starts', () => {
  it('are none by default', () => {
    expect(impossibleCombinations({})).to.deep.equal([])
    expect(impossibleCombinations({ wal_level: 'minimal', max_wal_senders: 0 })).to.deep.equal([])
  })

  it('are told in the words of PostgreSQL', () => {
    expect(impossibleCombinations({ max_connections: 3 })).to.deep.equal([
      'superuser_reserved_connections (3) must be less than max_connections (3)',
    ])
    expect(impossibleCombinations({ wal_level: 'minimal', archive_mode: 'always' })).to.deep.equal([
      'WAL archival cannot be enabled when wal_level is "minimal"',
      'WAL streaming (max_wal_senders > 0) requires wal_level "replica" or "logical"',
    ])
  })
})
