import { expect } from 'chai'
import type { RoleManifest } from '../../../../src/models/role.js'
import { Secret } from '../../../../src/models/secret.js'
import type { ObservedRole } from '../../../../src/operations/role/observed-role.js'
import { planRoleSql } from '../../../../src/operations/role/plan-sql.js'
import type { ExecuteSql } from '../../../../src/operations/steps/sql.js'
import type { PostgresVersion } from '../../../../src/postgresql/versions.js'
import { INSTANCE, observed, role, texts } from './support.js'

const VERIFIER = `SCRAM-SHA-256$4096:c2FsdA==$${'A'.repeat(43)}=:${'B'.repeat(43)}=`
const FORMER = `md5${'0'.repeat(32)}`

interface Given {
  present?: readonly ObservedRole[]
  verifiers?: Record<string, string>
  version?: PostgresVersion
  fresh?: boolean
}

function plan(
  roles: readonly RoleManifest[],
  { present = [], verifiers = {}, version = '15', fresh = false }: Given = {},
) {
  const known = new Map(present.map((each) => [each.name, each]))
  const input = { roles, observed: known, verifiers: new Map(Object.entries(verifiers)), version }
  return planRoleSql(INSTANCE, input, fresh)
}

function sqlOf(...args: Parameters<typeof plan>) {
  const { steps } = plan(...args)
  expect(steps.map(({ kind }) => kind)).to.deep.equal(['sql.execute'])
  const { tasks, undo, dbname } = steps[0]!.args as ExecuteSql
  expect(dbname).to.equal('postgres')
  return {
    tasks: tasks.map(({ title, statements }) => [title, ...texts(statements)]),
    undo: texts(undo ?? []),
  }
}

const SWITCHES = 'INHERIT NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'

describe('operations/role/plan-sql', () => {
  it('creates a role with every attribute written out', async () => {
    expect(sqlOf([await role({ name: 'bob' })])).to.deep.equal({
      tasks: [["creating role 'bob'", `CREATE ROLE "bob" WITH ${SWITCHES}`]],
      undo: ['DROP ROLE IF EXISTS "bob"'],
    })
  })

  it('creates a role with limits, password and memberships', async () => {
    const bob = await role({
      name: 'bob',
      connection_limit: 3,
      valid_until: '2026-01-01',
      password: 'pw',
      memberships: ['pg_monitor', { role: 'staff', state: 'absent' }],
    })
    expect(sqlOf([bob], { verifiers: { bob: VERIFIER } }).tasks).to.deep.equal([
      [
        "creating role 'bob'",
        `CREATE ROLE "bob" WITH ${SWITCHES} CONNECTION LIMIT 3 PASSWORD '${VERIFIER}' VALID UNTIL '2026-01-01T00:00:00Z' IN ROLE "pg_monitor"`,
      ],
    ])
  })

  it('grants a role that is created later in the same plan after all are there', async () => {
    const bob = await role({ name: 'bob', memberships: ['staff', 'pg_monitor'] })
    const { tasks } = sqlOf([
      bob,
      await role({ name: 'staff' }),
      await role({ name: 'ann', memberships: ['bob'] }),
    ])
    expect(tasks).to.deep.equal([
      ["creating role 'bob'", `CREATE ROLE "bob" WITH ${SWITCHES} IN ROLE "pg_monitor"`],
      ["creating role 'staff'", `CREATE ROLE "staff" WITH ${SWITCHES}`],
      ["creating role 'ann'", `CREATE ROLE "ann" WITH ${SWITCHES} IN ROLE "bob"`],
      [undefined, 'GRANT "staff" TO "bob"'],
    ])
  })

  it('alters only what differs, and undoes just that', async () => {
    const present = [observed('bob', { createdb: true, connection_limit: 5 })]
    expect(sqlOf([await role({ name: 'bob', login: true })], { present })).to.deep.equal({
      tasks: [["altering role 'bob'", 'ALTER ROLE "bob" WITH LOGIN NOCREATEDB CONNECTION LIMIT -1']],
      undo: ['ALTER ROLE "bob" WITH NOLOGIN CREATEDB CONNECTION LIMIT 5'],
    })
  })

  it('plans nothing for a role that is as it should be', async () => {
    const present = [
      observed('bob', {
        valid_until: '2026-01-01T00:00:00Z',
        memberships: [{ role: 'other', grantors: [] }],
      }),
    ]
    const manifests = [
      { name: 'bob', valid_until: '2026-01-01T01:00:00.25+01:00', connection_limit: -1 },
      { name: 'bob', valid_until: '2026-01-01', memberships: ['other', { role: 'gone', state: 'absent' }] },
    ]
    for (const manifest of manifests)
      expect(plan([await role(manifest)], { present }).steps, JSON.stringify(manifest)).to.deep.equal([])
    const forever = plan([await role({ name: 'eve', valid_until: 'infinity' })], {
      present: [observed('eve')],
    })
    expect(forever.steps).to.deep.equal([])
  })

  it('adds memberships and revokes those declared absent', async () => {
    const present = [observed('bob', { memberships: [{ role: 'old', grantors: ['postgres'] }] })]
    const bob = await role({ name: 'bob', memberships: ['new', { role: 'old', state: 'absent' }] })
    const { tasks, undo } = sqlOf([bob], { present })
    expect(tasks).to.deep.equal([
      ["altering role 'bob'", 'REVOKE "old" FROM "bob"'],
      [undefined, 'GRANT "new" TO "bob"'],
    ])
    expect(undo[0])
      .to.match(/^DO 'BEGIN/)
      .and.include('REVOKE "new" FROM "bob"')
    expect(undo[1]).to.equal('GRANT "old" TO "bob"')
  })

  it('lets two roles swap places: all revocations come first', async () => {
    const present = [observed('bob', { memberships: [{ role: 'ann', grantors: [] }] }), observed('ann')]
    const ann = await role({ name: 'ann', memberships: ['bob'] })
    const bob = await role({ name: 'bob', memberships: [{ role: 'ann', state: 'absent' }] })
    const { tasks } = sqlOf([ann, bob], { present })
    expect(tasks).to.deep.equal([
      ["altering role 'bob'", 'REVOKE "ann" FROM "bob"'],
      ["altering role 'ann'", 'GRANT "bob" TO "ann"'],
    ])
  })

  it("revokes a membership in each grantor's name from PostgreSQL 16 on", async () => {
    const present = [observed('bob', { memberships: [{ role: 'old', grantors: ['ann', 'postgres'] }] })]
    const bob = await role({ name: 'bob', memberships: [{ role: 'old', state: 'absent' }] })
    expect(sqlOf([bob], { present, version: '16' }).tasks).to.deep.equal([
      [
        "altering role 'bob'",
        'REVOKE "old" FROM "bob" GRANTED BY "ann"',
        'REVOKE "old" FROM "bob" GRANTED BY "postgres"',
      ],
    ])
  })

  it('restores a former password, which no journal gets to see', async () => {
    const present = [observed('bob', { verifier: new Secret(FORMER) })]
    const { steps } = plan([await role({ name: 'bob' })], { present, verifiers: { bob: VERIFIER } })
    const { undo = [] } = steps[0]!.args as ExecuteSql
    expect(texts(undo)).to.deep.equal([`ALTER ROLE "bob" WITH PASSWORD '${FORMER}'`])
    const journaled = JSON.stringify(steps)
    expect(journaled).not.to.include(FORMER).and.not.to.include('SCRAM')
    expect(JSON.parse(journaled)[0].args.undo).to.deep.equal([{ text: 'SELECT' }])
  })

  it('leaves undoing to the data directory when the instance is new', async () => {
    expect(sqlOf([await role({ name: 'bob' })], { fresh: true }).undo).to.deep.equal([])
  })

  it('undoes in reverse order, and quotes every name', async () => {
    const hostile = `r"'\\; --`
    const { undo } = sqlOf([await role({ name: 'a' }), await role({ name: hostile })])
    expect(undo).to.deep.equal([`DROP ROLE IF EXISTS "r""'\\; --"`, 'DROP ROLE IF EXISTS "a"'])
  })
})
