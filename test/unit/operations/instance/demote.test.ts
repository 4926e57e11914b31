import { expect } from 'chai'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'
import { Secret } from '../../../../src/models/secret.js'
import { planRewind } from '../../../../src/operations/instance/demote.js'
import { sourceOf } from '../../../../src/operations/instance/demote-source.js'
import { ownFiles } from '../../../../src/operations/instance/standby-files.js'
import { primaryPassfile } from '../../../../src/operations/steps/upstream.js'

const PARAMETERS = {
  max_connections: '300',
  max_worker_processes: '8',
  max_wal_senders: '10',
  max_prepared_transactions: '0',
  max_locks_per_transaction: '64',
}

const row = (checkpoint_timeline: number, walfile: string | null) => ({
  system_identifier: '1',
  checkpoint_timeline,
  walfile,
  parameters: PARAMETERS,
})

describe('instance demote', () => {
  it('sees a promotion that pg_control does not tell of yet', () => {
    expect(sourceOf(row(1, '000000020000000000000003')).needsCheckpoint).to.equal(true)
    expect(sourceOf(row(26, '0000001A0000000000000003')).needsCheckpoint).to.equal(false)
    expect(sourceOf(row(1, null)).needsCheckpoint).to.equal(false)
  })

  it('keeps the configuration, rewinds, then puts the configuration back, fit for its new primary', () => {
    const conf = { max_connections: 100, ssl_key_file: '/etc/key.pem' }
    const instance = { bindir: '/b', datadir: '/d', conf } as unknown as ObservedInstance
    const password = new Secret('pass')
    const plan = planRewind(
      instance,
      { conninfo: 'host=x', password },
      { source: sourceOf(row(1, null)), passfile: '/p', extra: ['--progress'] },
    )
    expect(plan.steps.map(({ kind, title }) => [kind, title])).to.deep.equal([
      ['demotion.keep-files', undefined],
      ['postgresql.rewind', 'demoting PostgreSQL instance'],
      ['demotion.restore-files', 'configuring PostgreSQL'],
    ])
    const [, rewind, restore] = plan.steps
    expect(rewind?.args).to.deep.include({ conninfo: 'host=x', extra: ['--progress'], passfile: '/p' })
    expect(JSON.stringify(plan.steps)).not.to.contain('"pass"')
    const { conf: edits } = (restore as { args: { conf: object } }).args
    expect(edits).to.include({ max_connections: 300, primary_conninfo: null, primary_slot_name: null })
  })

  it('keeps the TLS files of the data directory, and those only', () => {
    expect(ownFiles({})).to.include.members(['pg_hba.conf', 'server.crt', 'server.key'])
    const elsewhere = ownFiles({ ssl_cert_file: '/etc/c.pem', ssl_key_file: '../k', ssl_ca_file: 'ca.pem' })
    expect(elsewhere).to.include('ca.pem').and.not.include.members(['/etc/c.pem', '../k', 'server.crt'])
  })

  it('keeps the password for the primary beside the data directory', () => {
    expect(primaryPassfile('/pgdata/15/main/data')).to.equal('/pgdata/15/main/.data.primary.pgpass')
  })
})
