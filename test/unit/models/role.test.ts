import { expect } from 'chai'
import { HbaRecordModel } from '../../../src/models/hba.js'
import { RoleModel, RoleProfileModel } from '../../../src/models/role.js'
import { Secret } from '../../../src/models/secret.js'
import { validate } from '../../../src/models/validate.js'
import { faultsOf, report } from './support.js'

const create = { operation: 'create' } as const

describe('models/role', () => {
  it('fills in every attribute', async () => {
    expect(await validate(RoleModel, { name: 'bob' }, create)).to.deep.equal({
      name: 'bob',
      state: 'present',
      password: null,
      encrypted_password: null,
      inherit: true,
      login: false,
      superuser: false,
      createdb: false,
      createrole: false,
      replication: false,
      connection_limit: null,
      valid_until: null,
      memberships: [],
      hba_records: [],
      pgpass: false,
      drop_owned: false,
      reassign_owned: null,
    })
  })

  it('keeps the password out of everything but reveal()', async () => {
    const role = await validate(RoleModel, { name: 'bob', password: new Secret('hunter2') }, create)
    expect(JSON.stringify(role)).not.to.include('hunter2')
    expect(role.password?.reveal()).to.equal('hunter2')
  })

  it('masks passwords in faults, wherever they stand', async () => {
    const values = [
      { password: 'hunter2' },
      { name: 'bob', password: ['hunter2'] },
      { name: 'bob', password: { value: 'hunter2' } },
      { name: 'bob', password: 'hunter2\n' },
      { name: 'bob', password: 'hunter2', encrypted_password: 'hunter2' },
      { name: 'bob', passwrd: 'hunter2', pasword: 'hunter2', PWD: 'hunter2', api_token: { a: 'hunter2' } },
      { name: 'bob', nested: { password: 'hunter2', dsn: 'postgresql://u:hunter2@h' } },
      { name: 'bob', memberships: { password: 'hunter2' } },
    ]
    for (const value of values) {
      const faults = await faultsOf(RoleModel, value)
      expect(faults).not.to.have.length(0)
      expect(JSON.stringify(faults), JSON.stringify(value)).not.to.include('hunter2')
    }
  })

  it('refuses what excludes each other', async () => {
    const both = { name: 'bob', password: 'a', encrypted_password: `md5${'0'.repeat(32)}` }
    expect(await report(RoleModel, both)).to.deep.equal([
      "encrypted_password: Value error, field 'encrypted_password' is mutually exclusive with 'password'",
    ])
    const dropping = { name: 'bob', state: 'absent', drop_owned: true, reassign_owned: 'alice' }
    expect(await report(RoleModel, dropping)).to.have.length(1)
  })

  it('takes drop options only for a role that goes', async () => {
    expect(await report(RoleModel, { name: 'bob', drop_owned: true })).to.deep.equal([
      "drop_owned: Value error, drop_owned can not be set if state is not 'absent'",
    ])
    expect(await report(RoleModel, { name: 'bob', reassign_owned: 'x' })).to.deep.equal([
      "reassign_owned: Value error, reassign_owned can not be set if state is not 'absent'",
    ])
    expect(await report(RoleModel, { name: 'bob', drop_owned: true, state: 'absent' })).to.deep.equal([])
    expect(await report(RoleModel, { name: 'bob', drop_owned: true }, { operation: 'drop' })).to.deep.equal(
      [],
    )
  })

  it('puts dates in UTC', async () => {
    const until = async (text: string) =>
      (await validate(RoleModel, { name: 'bob', valid_until: text }, create)).valid_until
    expect(await until('2026-01-01')).to.equal('2026-01-01T00:00:00Z')
    expect(await until('2026-01-01T02:00:00+02:00')).to.equal('2026-01-01T00:00:00Z')
    expect(await until('2026-01-01 02:30:00.5+02')).to.equal('2026-01-01T00:30:00.500Z')
    expect(await until('infinity')).to.equal('infinity')
    for (const bad of ['tomorrow', '2026-02-30', '2026-13-01', '2026-01-01T25:00', '', "2026-01-01'; --"]) {
      expect(await report(RoleModel, { name: 'bob', valid_until: bad }), bad).to.deep.equal([
        'valid_until: Input should be a valid datetime, invalid datetime format',
      ])
    }
  })

  it('refuses names that PostgreSQL would cut, reserve or misread', async () => {
    for (const name of ['é'.repeat(32), 'a\0b', '', '\ud800', 'pg_bob', 'public', 'none']) {
      expect(await report(RoleModel, { name }), name).to.have.length(1)
    }
    for (const name of ['é'.repeat(31), 'Robert"); DROP', "o'neil", 'a-b', '$1', 'select', '日本']) {
      expect(await report(RoleModel, { name }), name).to.deep.equal([])
    }
  })

  it('checks the rest', async () => {
    expect(await report(RoleModel, { name: 'r', memberships: ['r'] })).to.deep.equal([
      "memberships: Value error, role 'r' cannot be a member of itself",
    ])
    expect(
      await report(RoleModel, { name: 'r', pgpass: true }, { ...create, passfile: false }),
    ).to.have.length(1)
    expect(await report(RoleModel, { name: 'r', connection_limit: -2 })).to.deep.equal([
      'connection_limit: Input should be greater than or equal to -1',
    ])
    expect(await report(RoleModel, 'bob')).to.deep.equal([': Input should be a valid dictionary'])
    expect(await report(RoleModel, null)).to.deep.equal([': Input should be a valid dictionary'])
  })

  it('takes only what the server knows as encrypted', async () => {
    const key = Buffer.alloc(32, 'k').toString('base64')
    const scram = `SCRAM-SHA-256$4096:c2FsdA==$${key}:${key}`
    const short = 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'
    for (const good of [scram, `md5${'a1'.repeat(16)}`]) {
      expect(await report(RoleModel, { name: 'r', encrypted_password: good })).to.deep.equal([])
    }
    for (const bad of ['clear', 'md5', 'md5xyz', 'SCRAM-SHA-256$x', short, `${scram}\n`]) {
      expect(await report(RoleModel, { name: 'r', encrypted_password: bad }), bad).to.deep.equal([
        'encrypted_password: Value error, expecting an MD5 hash or a SCRAM-SHA-256 verifier',
      ])
    }
  })

  it('has HBA records and profiles', async () => {
    const role = await validate(
      RoleModel,
      { name: 'r', hba_records: [{ method: 'md5', connection: { address: '::1/128' } }] },
      create,
    )
    expect(role.hba_records).to.deep.equal([
      {
        connection: { type: 'host', address: '::1/128', netmask: null },
        database: 'all',
        method: 'md5',
        state: 'present',
      },
    ])
    expect(await report(HbaRecordModel, { method: 'trust\nlocal all all trust', user: '' })).to.have.length(2)
    const profile = { kind: 'read-only', role: 'r', database: 'd' }
    expect((await validate(RoleProfileModel, profile, create)).schemas).to.deep.equal(['public'])
    expect(await report(RoleProfileModel, { ...profile, schemas: [] })).to.deep.equal([
      'schemas: List should have at least 1 item after validation, not 0',
    ])
  })
})
