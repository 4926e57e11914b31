import { expect } from 'chai'
import * as databases from '../../../../src/postgresql/sql/databases.js'
import * as extensions from '../../../../src/postgresql/sql/extensions.js'
import * as logical from '../../../../src/postgresql/sql/logical-replication.js'
import * as roles from '../../../../src/postgresql/sql/roles.js'
import * as schemas from '../../../../src/postgresql/sql/schemas.js'
import type { Statement } from '../../../../src/postgresql/sql/statement.js'

const MD5 = `md5${'0'.repeat(32)}`
const ALL = {
  inherit: true,
  login: true,
  superuser: true,
  createdb: true,
  createrole: true,
  replication: true,
}
const NONE = {
  inherit: false,
  login: false,
  superuser: false,
  createdb: false,
  createrole: false,
  replication: false,
}
const outside = { outsideTransaction: true } as const

const CASES: [statement: Statement | undefined, text: string, flags?: Omit<Statement, 'text'>][] = [
  [roles.createRole('r', {}), 'CREATE ROLE "r"'],
  [
    roles.createRole('r"', { ...ALL, connectionLimit: null, validUntil: null }, ['a', 'B']),
    'CREATE ROLE "r""" WITH INHERIT LOGIN SUPERUSER CREATEDB CREATEROLE REPLICATION CONNECTION LIMIT -1 ' +
      `VALID UNTIL 'infinity' IN ROLE "a", "B"`,
  ],
  [
    roles.alterRole('r', { ...NONE, connectionLimit: 3, password: MD5, validUntil: '2026-01-01T00:00:00Z' }),
    'ALTER ROLE "r" WITH NOINHERIT NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 3 ' +
      `PASSWORD '${MD5}' VALID UNTIL '2026-01-01T00:00:00Z'`,
    { sensitive: true },
  ],
  [roles.alterRole('r', { password: null }), 'ALTER ROLE "r" WITH PASSWORD NULL'],
  [roles.grantRole('a', 'b'), 'GRANT "a" TO "b"'],
  [roles.grantRole('a', 'b', { admin: true }), 'GRANT "a" TO "b" WITH ADMIN OPTION'],
  [
    roles.grantRole('a', 'b', { inherit: false, set: true }, '16'),
    'GRANT "a" TO "b" WITH INHERIT FALSE, SET TRUE',
  ],
  [roles.revokeRole('a', 'b'), 'REVOKE "a" FROM "b"'],
  [roles.revokeRole('a', 'b', 'c'), 'REVOKE "a" FROM "b" GRANTED BY "c"'],
  [roles.dropRole('r'), 'DROP ROLE "r"'],
  [roles.reassignOwned('a', 'b'), 'REASSIGN OWNED BY "a" TO "b"'],
  [roles.dropOwned('a'), 'DROP OWNED BY "a"'],
  [databases.createDatabase('d'), 'CREATE DATABASE "d"', outside],
  [
    databases.createDatabase('d', {
      owner: 'o',
      template: 'template0',
      encoding: 'UTF8',
      locale: 'C',
      tablespace: 't',
    }),
    `CREATE DATABASE "d" OWNER "o" TEMPLATE "template0" ENCODING 'UTF8' LOCALE 'C' TABLESPACE "t"`,
    outside,
  ],
  [databases.dropDatabase('d'), 'DROP DATABASE "d"', outside],
  [databases.dropDatabase('d', { force: true }), 'DROP DATABASE "d" WITH (FORCE)', outside],
  [databases.alterDatabaseOwner('d', 'o'), 'ALTER DATABASE "d" OWNER TO "o"'],
  [databases.alterDatabaseTablespace('d', 't'), 'ALTER DATABASE "d" SET TABLESPACE "t"', outside],
  [databases.setDatabaseParameter('d', 'work_mem', "1'"), `ALTER DATABASE "d" SET work_mem TO '1'''`],
  [
    databases.setDatabaseParameter('d', 'search_path', 'a, b'),
    `ALTER DATABASE "d" SET search_path TO 'a', 'b'`,
  ],
  [databases.setDatabaseParameter('d', 'work_mem', null), 'ALTER DATABASE "d" RESET work_mem'],
  [databases.resetDatabaseParameters('d'), 'ALTER DATABASE "d" RESET ALL'],
  [schemas.createSchema('s'), 'CREATE SCHEMA "s"'],
  [schemas.createSchema('s', 'o'), 'CREATE SCHEMA "s" AUTHORIZATION "o"'],
  [schemas.alterSchemaOwner('s', 'o'), 'ALTER SCHEMA "s" OWNER TO "o"'],
  [schemas.dropSchema('s'), 'DROP SCHEMA "s"'],
  [extensions.createExtension('e'), 'CREATE EXTENSION "e" CASCADE'],
  [
    extensions.createExtension('e', { schema: 's', version: '1.0' }),
    `CREATE EXTENSION "e" SCHEMA "s" VERSION '1.0' CASCADE`,
  ],
  [extensions.updateExtension('e', '2'), `ALTER EXTENSION "e" UPDATE TO '2'`],
  [extensions.setExtensionSchema('e', 's'), 'ALTER EXTENSION "e" SET SCHEMA "s"'],
  [extensions.dropExtension('e'), 'DROP EXTENSION "e"'],
  [logical.createPublication('p'), 'CREATE PUBLICATION "p" FOR ALL TABLES'],
  [logical.dropPublication('p'), 'DROP PUBLICATION "p"'],
  [
    logical.createSubscription('s', {
      conninfo: "host=h password='a b'",
      publications: ['p', 'q'],
      enabled: false,
    }),
    `CREATE SUBSCRIPTION "s" CONNECTION 'host=h password=''a b''' PUBLICATION "p", "q" WITH (enabled = false)`,
    { outsideTransaction: true, sensitive: true },
  ],
  [logical.setSubscriptionConnection('s', 'host=h'), `ALTER SUBSCRIPTION "s" CONNECTION 'host=h'`],
  [logical.setSubscriptionPublications('s', ['p']), 'ALTER SUBSCRIPTION "s" SET PUBLICATION "p"', outside],
  [
    logical.setSubscriptionPublications('s', ['p'], { refresh: false }),
    'ALTER SUBSCRIPTION "s" SET PUBLICATION "p" WITH (refresh = false)',
  ],
  [logical.enableSubscription('s', true), 'ALTER SUBSCRIPTION "s" ENABLE'],
  [logical.enableSubscription('s', false), 'ALTER SUBSCRIPTION "s" DISABLE'],
  [logical.dropSubscription('s'), 'DROP SUBSCRIPTION "s"', outside],
]

describe('postgresql/sql statements', () => {
  for (const [statement, text, flags = {}] of CASES) {
    it(text, () => expect(statement).to.deep.equal({ text, ...flags }))
  }

  it('never sends a password in clear', () => {
    expect(() => roles.createRole('r', { password: 'sekret' }))
      .to.throw('a password in clear')
      .with.property('message')
      .not.contain('sekret')
  })

  it('has nothing to say when nothing changes', () => expect(roles.alterRole('r', {})).to.equal(undefined))

  it('refuses what the major does not know, and bad limits', () => {
    expect(() => roles.grantRole('a', 'b', { set: true }, '15')).to.throw('needs PostgreSQL 16')
    for (const connectionLimit of [-2, 1.5, 2 ** 31, Number.NaN]) {
      expect(() => roles.createRole('r', { connectionLimit })).to.throw('connection limit')
    }
  })
})
