import { expect } from 'chai'
import * as databases from '../../../../src/postgresql/sql/database-queries.js'
import * as privileges from '../../../../src/postgresql/sql/privileges.js'
import * as replication from '../../../../src/postgresql/sql/replication.js'
import * as roles from '../../../../src/postgresql/sql/role-queries.js'
import * as server from '../../../../src/postgresql/sql/server.js'
import { combineQueries, hushStatements, statement } from '../../../../src/postgresql/sql/statement.js'

const HOSTILE = `x'"; DROP ROLE y; --`

describe('postgresql/sql queries', () => {
  it('passes names as values, never in the text', () => {
    for (const query of [
      roles.listRoles({ names: [HOSTILE] }),
      roles.databasesOwnedBy(HOSTILE),
      roles.dependentObjects(HOSTILE),
      databases.listDatabases({ names: [HOSTILE], excluded: [HOSTILE] }),
      databases.describeDatabases({ names: [HOSTILE] }),
      databases.templateLocale(HOSTILE),
      privileges.generalPrivileges([HOSTILE]),
      privileges.defaultPrivileges([HOSTILE]),
      replication.createPhysicalSlot(HOSTILE),
      replication.dropReplicationSlot(HOSTILE),
      replication.replicationLag('0/0', HOSTILE),
      server.parameterContexts([HOSTILE]),
    ]) {
      expect(query.text).not.to.contain('DROP ROLE')
      const used = new Set(query.text.match(/\$\d+/g))
      expect(used.size, query.text).to.equal(query.values?.length)
    }
  })

  it('asks for verifiers and sizes only when told to', () => {
    expect(roles.listRoles().text).not.to.contain('password_verifier')
    expect(roles.listRoles({ verifiers: true }).text).to.contain('r.rolpassword AS password_verifier')
    expect(databases.listDatabases().text).to.contain('pg_database_size')
    expect(databases.listDatabases({ sizes: false }).text).not.to.contain('size(')
  })

  it('leaves system roles and template0 out', () => {
    expect(roles.listRoles().text).to.contain("r.rolname !~ '^pg_'")
    expect(databases.listDatabases().text).to.contain("d.datname <> 'template0'")
    expect(databases.describeDatabases().text).to.contain("d.datname <> 'template0'")
  })

  it('asks each major in its own words', () => {
    expect(replication.recoveryState('13').text).to.contain('pg_is_wal_replay_paused')
    expect(replication.recoveryState('14').text).to.contain('pg_get_wal_replay_pause_state')
  })

  it('has the statements without parameters', () => {
    expect(
      [replication.pauseWalReplay(), replication.resumeWalReplay()].map(({ text }) => text),
    ).to.deep.equal(['SELECT pg_catalog.pg_wal_replay_pause()', 'SELECT pg_catalog.pg_wal_replay_resume()'])
    expect(replication.promote(60)).to.deep.equal({
      text: 'SELECT pg_catalog.pg_promote(true, $1::int) AS promoted',
      values: [60],
    })
  })

  it('folds queries into one and renumbers their values', () => {
    const combined = combineQueries({
      a: { text: 'SELECT $1, $2', values: [1, 2] },
      b: statement('SELECT 0'),
      c: { text: 'SELECT $1', values: [3] },
    })
    expect(combined.values).to.deep.equal([1, 2, 3])
    expect(combined.text).to.contain('SELECT $1, $2').and.contain('SELECT 0').and.contain('SELECT $3')
    expect(combined.text).to.match(/AS "a",\n[\s\S]*AS "b",\n[\s\S]*AS "c"$/)
  })

  it('keeps sensitive statements out of the log', () => {
    expect(hushStatements()[0]?.text).to.equal("SET LOCAL log_statement TO 'none'")
    expect(hushStatements('session').map(({ text }) => text)).to.include(
      "SET log_min_error_statement TO 'panic'",
    )
  })
})
