import { expect } from 'chai'
import { DatabaseModel } from '../../../../src/models/database.js'
import { type RoleManifest, RoleModel } from '../../../../src/models/role.js'
import { Secret } from '../../../../src/models/secret.js'
import { Declarations } from '../../../../src/operations/instance/declarations.js'

const roles = () => new Declarations<RoleManifest>('role', RoleModel)

describe('what components declare', () => {
  it('has the defaults of manifests', async () => {
    const declared = roles()
    declared.add('a', { name: 'bob', login: true, memberships: ['pg_monitor'], password: new Secret('s') })
    const [bob] = await declared.validated()
    expect(bob).to.include({ name: 'bob', state: 'present', login: true, inherit: true, superuser: false })
    expect(bob?.memberships).to.deep.equal([{ role: 'pg_monitor', state: 'present' }])
    expect(bob?.password?.reveal()).to.equal('s')
  })

  it('is put together when several declare the same', async () => {
    const declared = new Declarations('database', DatabaseModel)
    declared.add('a', { name: 'x', extensions: ['hstore', 'citext'] })
    declared.add('b', { name: 'x', owner: 'bob', extensions: [{ name: 'hstore', schema: 's' }, 'ltree'] })
    const [database, ...others] = await declared.validated()
    expect(others).to.deep.equal([])
    expect(database?.owner).to.equal('bob')
    expect(database?.extensions.map(({ name, schema }) => [name, schema])).to.deep.equal([
      ['hstore', 's'],
      ['citext', null],
      ['ltree', null],
    ])
  })

  it('must not be contradictory', () => {
    const declared = roles()
    declared.add('a', { name: 'bob', login: true })
    declared.add('b', { name: 'bob', superuser: true })
    expect(() => declared.add('c', { name: 'bob', login: false })).to.throw(
      "component 'c' needs role 'bob' with another 'login' than 'a' and 'b'",
    )
  })

  it('tells no password', () => {
    const declared = roles()
    declared.add('a', { name: 'bob', password: new Secret('one') })
    expect(() => declared.add('b', { name: 'bob', password: new Secret('two') })).to.throw(
      /^component 'b' needs role 'bob' with another 'password' than 'a'$/,
    )
  })

  it('must be what a manifest could say', async () => {
    const declared = roles()
    declared.add('a', { name: 'bob', logon: true, connection_limit: -7 })
    const error = await declared.validated().catch((caught: Error) => caught)
    expect(String(error)).to.contain("invalid role 'bob', declared by 'a': ").and.to.contain('logon: Extra')
  })
})
