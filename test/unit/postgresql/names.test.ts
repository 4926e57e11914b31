import { expect } from 'chai'
import {
  identifierFault,
  instanceId,
  instanceNameFault,
  parseInstanceId,
  qualname,
  slotNameFault,
} from '../../../src/postgresql/names.js'

describe('postgresql/names', () => {
  for (const name of ['main', 'a_b', 'é', 'x'.repeat(63), 'a.b', '%i', '{name}']) {
    it(`accepts instance ${JSON.stringify(name)}`, () => expect(instanceNameFault(name)).to.equal(undefined))
  }

  for (const name of ['', 'a-b', '-x', 'a/b', '../x']) {
    it(`refuses instance ${JSON.stringify(name)} by the published pattern`, () =>
      expect(instanceNameFault(name)).to.equal("String should match pattern '^[^/-]+$'"))
  }

  for (const name of [
    '.',
    '..',
    'a b',
    'a\n',
    '\0',
    '\u0085',
    '\u2028',
    '\u00a0',
    '\ud800',
    'é'.repeat(32),
  ]) {
    it(`refuses instance ${JSON.stringify(name)}`, () => expect(instanceNameFault(name)).to.be.a('string'))
  }

  it('limits identifiers to what PostgreSQL keeps', () => {
    expect(identifierFault('x'.repeat(63))).to.equal(undefined)
    expect(identifierFault('é'.repeat(31))).to.equal(undefined)
    expect(identifierFault('x'.repeat(64), 'role')).to.equal('role name is 64 bytes long, the limit is 63')
    expect(identifierFault('é'.repeat(32), 'database')).to.equal(
      'database name is 64 bytes long, the limit is 63',
    )
    expect(identifierFault('', 'schema')).to.equal('schema name must not be empty')
    expect(identifierFault('a\0b')).to.equal('identifier name must not contain a NUL character')
    expect(identifierFault('\udc00')).to.equal('identifier name is not valid Unicode')
    expect(identifierFault('pg_x', 'role')).to.equal('role name "pg_x" is reserved (prefix "pg_")')
    expect(identifierFault('pg_x', 'database')).to.equal(undefined)
    expect(identifierFault('public', 'role')).to.equal('role name "public" is reserved')
    expect(identifierFault('public', 'schema')).to.equal(undefined)
  })

  it('checks slot names', () => {
    expect(slotNameFault('standby_1')).to.equal(undefined)
    for (const name of ['', 'A', 'a-b', 'é', 'x'.repeat(64), 'a\n'])
      expect(slotNameFault(name)).to.be.a('string')
  })

  it('reads and writes identifiers', () => {
    expect(parseInstanceId('15/main')).to.deep.equal({ version: '15', name: 'main' })
    expect(parseInstanceId('main')).to.deep.equal({ name: 'main' })
    expect(instanceId('15', 'main')).to.equal('15/main')
    expect(qualname('15', 'main')).to.equal('15-main')
  })

  it('refuses bad identifiers', () => {
    expect(() => parseInstanceId('12/main')).to.throw("unsupported PostgreSQL version '12'")
    expect(() => parseInstanceId('15/a/b')).to.throw("pattern '^[^/-]+$'")
    expect(() => parseInstanceId('/main')).to.throw("unsupported PostgreSQL version ''")
  })
})
