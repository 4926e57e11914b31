import { expect } from 'chai'
import { parseControlData } from '../../../src/postgresql/control-data.js'
import { PG_CONTROL } from './control-data.fixture.js'

function control(major: string): Buffer {
  return Buffer.from(PG_CONTROL[major] ?? '', 'base64')
}

describe('postgresql/control-data', () => {
  for (const [major, controlVersion, catalogVersion] of [
    ['13', 1300, 202007201],
    ['14', 1300, 202107181],
    ['15', 1300, 202209061],
    ['16', 1300, 202307071],
    ['17', 1700, 202406281],
    ['18', 1800, 202506291],
  ] as const) {
    it(`reads the file of PostgreSQL ${major}`, () => {
      const data = parseControlData(control(major))
      expect(data).to.deep.include({ controlVersion, catalogVersion, state: 'shut down' })
      expect(data).to.deep.include({
        dataChecksums: true,
        crcValid: true,
        timeline: 1,
        walSegmentSize: 16777216,
      })
    })
  }

  it('agrees with pg_controldata 15', () => {
    expect(parseControlData(control('15'))).to.deep.include({
      systemIdentifier: '7711150426613151617',
      checkpoint: '0/8426098',
      modifiedAt: 1795393428,
      walLevel: 'logical',
      followed: {
        max_connections: 100,
        max_worker_processes: 8,
        max_wal_senders: 10,
        max_prepared_transactions: 0,
        max_locks_per_transaction: 64,
      },
    })
  })

  it('sees a damaged file, and checksums that are off', () => {
    const damaged = control('18')
    damaged.writeUInt32LE(0, 252)
    expect(parseControlData(damaged)).to.deep.include({ dataChecksums: false, crcValid: false })
  })

  it('guesses nothing about a control version that it does not know', () => {
    const future = control('18')
    future.writeUInt32LE(1900, 8)
    const data = parseControlData(future)
    expect(data).to.have.all.keys('systemIdentifier', 'controlVersion', 'catalogVersion', 'state')
  })

  it('gives undefined for what is too short', () => {
    expect(parseControlData(new Uint8Array(0))).to.equal(undefined)
    expect(parseControlData(control('15').subarray(0, 39))).to.equal(undefined)
  })

  it('leaves out a state that it does not know', () => {
    const odd = control('15')
    odd.writeUInt32LE(99, 16)
    expect(parseControlData(odd)).not.to.have.property('state')
  })
})
