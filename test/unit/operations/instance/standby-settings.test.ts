import { expect } from 'chai'
import { heldParameters, raisedParameters } from '../../../../src/operations/instance/followed-parameters.js'
import {
  standbyAutoEdits,
  standbyConfiguration,
} from '../../../../src/operations/instance/standby-settings.js'

const PRIMARY = {
  max_connections: 200,
  max_worker_processes: 8,
  max_wal_senders: 10,
  max_prepared_transactions: 5,
  max_locks_per_transaction: 64,
}

describe('settings of a standby', () => {
  it("are raised where they are below the primary's, given or by default", () => {
    const conf = { max_connections: 100, max_worker_processes: 16 }
    expect(raisedParameters(conf, PRIMARY)).to.deep.equal({
      max_connections: 200,
      max_prepared_transactions: 5,
    })
  })

  it('are held where a manifest that says nothing of them would lower them', () => {
    const active = { max_connections: 200, max_wal_senders: 10, work_mem: '8MB' }
    expect(heldParameters(active, { max_connections: 100 }, {})).to.deep.equal({ max_connections: 200 })
    expect(heldParameters(active, { max_connections: 50 }, { max_connections: 50 })).to.deep.equal({})
    expect(heldParameters({ max_connections: 100 }, { max_connections: 300 }, {})).to.deep.equal({})
  })

  it('stay as they are when they are enough, or when the primary could not be asked', () => {
    expect(raisedParameters({ max_connections: 300, max_prepared_transactions: 5 }, PRIMARY)).to.deep.equal(
      {},
    )
    expect(raisedParameters({ max_connections: 1 }, undefined)).to.deep.equal({})
  })

  it("take nothing of the primary's port and places", () => {
    const configuration = { conf: { work_mem: '1MB' }, changes: {}, edits: { work_mem: '1MB' }, port: 5432 }
    const { conf, edits, changes } = standbyConfiguration(configuration, PRIMARY)
    expect(conf).to.deep.equal({ work_mem: '1MB', max_connections: 200, max_prepared_transactions: 5 })
    expect(edits).to.include({ port: null, data_directory: null, hba_file: null, max_connections: 200 })
    expect(changes.max_connections).to.deep.equal([null, 200])
  })

  it('keep a port that is their own', () => {
    const configuration = { conf: { port: 5433 }, changes: {}, edits: { port: 5433 }, port: 5433 }
    expect(standbyConfiguration(configuration, undefined).edits.port).to.equal(5433)
  })

  it("win over the primary's ALTER SYSTEM where they are the standby's own", () => {
    const edits = standbyAutoEdits({ Work_Mem: '1MB' })
    expect(edits).to.include({ port: null, cluster_name: null, work_mem: null, recovery_target_time: null })
    expect(edits).not.to.have.any.keys('primary_conninfo', 'primary_slot_name', 'max_connections')
  })
})
