import { expect } from 'chai'
import { profileGrantor, schemaOwners, setProfile } from '../../../../src/postgresql/sql/profiles.js'

const TARGET = { role: 'r', database: 'd', schema: 's', grantor: 'o' }
const REVOKED = [
  'REVOKE ALL ON DATABASE "d" FROM "r"',
  'REVOKE ALL ON SCHEMA "s" FROM "r"',
  'REVOKE ALL ON ALL TABLES IN SCHEMA "s" FROM "r"',
  'REVOKE ALL ON ALL SEQUENCES IN SCHEMA "s" FROM "r"',
  'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA "s" FROM "r"',
  'ALTER DEFAULT PRIVILEGES IN SCHEMA "s" REVOKE ALL ON TABLES FROM "r"',
  'ALTER DEFAULT PRIVILEGES IN SCHEMA "s" REVOKE ALL ON SEQUENCES FROM "r"',
  'ALTER DEFAULT PRIVILEGES IN SCHEMA "s" REVOKE ALL ON FUNCTIONS FROM "r"',
  'ALTER DEFAULT PRIVILEGES IN SCHEMA "s" REVOKE ALL ON TYPES FROM "r"',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" REVOKE ALL ON TABLES FROM "r"',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" REVOKE ALL ON SEQUENCES FROM "r"',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" REVOKE ALL ON FUNCTIONS FROM "r"',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" REVOKE ALL ON TYPES FROM "r"',
  'GRANT CONNECT ON DATABASE "d" TO "r"',
  'GRANT USAGE ON SCHEMA "s" TO "r"',
]

function granted(tables: string, sequences: string): string[] {
  return [
    `GRANT ${tables} ON ALL TABLES IN SCHEMA "s" TO "r"`,
    `GRANT ${sequences} ON ALL SEQUENCES IN SCHEMA "s" TO "r"`,
    'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "s" TO "r"',
    `ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" GRANT ${tables} ON TABLES TO "r"`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" GRANT ${sequences} ON SEQUENCES TO "r"`,
    'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" GRANT EXECUTE ON FUNCTIONS TO "r"',
    'ALTER DEFAULT PRIVILEGES FOR ROLE "o" IN SCHEMA "s" GRANT USAGE ON TYPES TO "r"',
  ]
}

describe('postgresql/sql/profiles', () => {
  it('read-only', () => {
    const texts = setProfile('read-only', TARGET).map(({ text }) => text)
    expect(texts).to.deep.equal([...REVOKED, ...granted('SELECT', 'SELECT')])
  })

  it('read-write', () => {
    const texts = setProfile('read-write', TARGET).map(({ text }) => text)
    const tables = 'SELECT, INSERT, DELETE, UPDATE, REFERENCES, TRUNCATE'
    expect(texts).to.deep.equal([...REVOKED, ...granted(tables, 'SELECT, UPDATE')])
  })

  it('finds who creates objects in a schema', () => {
    const row = (schema: string, owner: string) => ({ schema, owner, database_owner: 'dbo' })
    expect(profileGrantor(row('public', 'pg_database_owner'), 'postgres', '15')).to.equal('dbo')
    expect(profileGrantor(row('public', 'postgres'), 'postgres', '14')).to.equal('dbo')
    expect(profileGrantor(row('public', 'postgres'), 'postgres', '15')).to.equal('postgres')
    expect(profileGrantor(row('public', 'bob'), 'postgres', '14')).to.equal('bob')
    expect(profileGrantor(row('s', 'postgres'), 'postgres', '14')).to.equal('postgres')
    expect(schemaOwners(['a']).values).to.deep.equal([['a']])
  })
})
