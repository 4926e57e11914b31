import { expect } from 'chai'
import { roleRecords, roleView } from '../../../../src/operations/role/view.js'
import { observed } from './support.js'

const HBA = `# comment
local all bob,ann trust
local   db1,db2 bob peer
host all "bob" 10.0.0.0 255.0.0.0 md5
host all bob 10.1.0.0/16 ldap ldapserver=x
host all +bob all trust
host all all all reject
`

describe('operations/role/view', () => {
  it('finds the records that are for one role alone and that a manifest could declare', () => {
    const records = roleRecords(HBA, 'pg_hba.conf')
    expect(records.get('bob')).to.deep.equal([
      { connection: null, database: 'db1,db2', method: 'peer' },
      {
        connection: { type: 'host', address: '10.0.0.0', netmask: '255.0.0.0' },
        database: 'all',
        method: 'md5',
      },
    ])
  })

  it('shows a role in the documented order, and no secret', () => {
    const memberships = [{ role: 'pg_monitor', grantors: ['postgres'] }]
    const view = roleView(observed('bob', { memberships, valid_until: '2026-01-01T00:00:00Z' }), [])
    expect(Object.keys(view)).to.deep.equal([
      'name',
      'has_password',
      'inherit',
      'login',
      'superuser',
      'createdb',
      'createrole',
      'replication',
      'connection_limit',
      'valid_until',
      'validity',
      'memberships',
      'hba_records',
    ])
    expect(view.memberships).to.deep.equal([{ role: 'pg_monitor' }])
    expect(view.validity).to.equal(view.valid_until)
  })
})
