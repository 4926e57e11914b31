import { expect } from 'chai'
import { stoppedInstance } from '../../../../src/operations/instance/server.js'
import { planProfile } from '../../../../src/operations/role/set-profile.js'
import type { ExecuteSql } from '../../../../src/operations/steps/sql.js'
import { INSTANCE, texts } from './support.js'

const paths = {
  bindir: '',
  datadir: '/d',
  waldir: '/w',
  dumpsDirectory: '',
  psqlrc: '',
  psqlHistory: '',
  startLog: '',
}
const instance = stoppedInstance({ ...INSTANCE, ...paths }, 5432, '/run/x')

describe('operations/role/set-profile', () => {
  it('revokes, then grants, one task a schema in one transaction of the database', () => {
    const profile = { kind: 'read-only', role: 'ro', database: 'db', schemas: ['public', 's1'] } as const
    const plan = planProfile(instance, profile, [
      { schema: 'public', grantor: 'bob', holds: false },
      { schema: 'done', grantor: 'bob', holds: true },
      { schema: 's1', grantor: 'ann', holds: false },
    ])
    expect(plan.steps).to.have.length(1)
    const { dbname, tasks } = plan.steps[0]!.args as ExecuteSql
    expect(dbname).to.equal('db')
    expect(tasks.map(({ title }) => title)).to.deep.equal([
      "setting profile 'read-only' for role 'ro' on schema 'public' in database 'db'",
      "setting profile 'read-only' for role 'ro' on schema 's1' in database 'db'",
    ])
    const [first = [], second = []] = tasks.map(({ statements }) => texts(statements))
    expect(first[0]).to.equal('REVOKE ALL ON DATABASE "db" FROM "ro"')
    expect(first).to.include('GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "ro"')
    expect(first.filter((text) => text.includes('FOR ROLE "bob"'))).to.have.length(8)
    expect(second.filter((text) => text.includes('FOR ROLE "ann"'))).to.have.length(8)
    expect(planProfile(instance, profile, [{ schema: 's1', grantor: 'ann', holds: true }]).steps).to.be.empty
  })
})
