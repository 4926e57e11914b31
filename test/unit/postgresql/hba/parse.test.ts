import { expect } from 'chai'
import { hbaRecords, parseHba } from '../../../../src/postgresql/hba/parse.js'

const records = (text: string) => hbaRecords(parseHba(text, '/data/pg_hba.conf'))

describe('parseHba', () => {
  it('reads every form of a record', () => {
    const text = `# TYPE  DATABASE        USER            ADDRESS                 METHOD
local   all             all                                     peer map=site
host replication,db1 "all",+staff 192.168.0.0/16 scram-sha-256 # note
hostssl all all 10.0.0.0 255.0.0.0 cert
hostnossl "my db" all samenet reject
hostgssenc all all .example.com gss include_realm=0 krb_realm=EXAMPLE
hostnogssenc sameuser /^a ::1/128 ldap ldapurl="ldap://host/ou=a, b" ldapbindpasswd="x""y"
host all all "all" trust
`
    expect(records(text)).to.deep.equal([
      { type: 'local', databases: ['all'], users: ['all'], method: 'peer', options: { map: 'site' } },
      {
        type: 'host',
        databases: ['replication', 'db1'],
        users: ['"all"', '+staff'],
        address: '192.168.0.0/16',
        method: 'scram-sha-256',
        options: {},
      },
      {
        type: 'hostssl',
        databases: ['all'],
        users: ['all'],
        address: '10.0.0.0',
        netmask: '255.0.0.0',
        method: 'cert',
        options: {},
      },
      {
        type: 'hostnossl',
        databases: ['"my db"'],
        users: ['all'],
        address: 'samenet',
        method: 'reject',
        options: {},
      },
      {
        type: 'hostgssenc',
        databases: ['all'],
        users: ['all'],
        address: '.example.com',
        method: 'gss',
        options: { include_realm: '0', krb_realm: 'EXAMPLE' },
      },
      {
        type: 'hostnogssenc',
        databases: ['sameuser'],
        users: ['/^a'],
        address: '::1/128',
        method: 'ldap',
        options: { ldapurl: 'ldap://host/ou=a, b', ldapbindpasswd: 'x"y' },
      },
      { type: 'host', databases: ['all'], users: ['all'], address: '"all"', method: 'trust', options: {} },
    ])
  })

  it('keeps include directives', () => {
    const { lines } = parseHba('include other.conf\ninclude_dir "my dir"\ninclude_if_exists x\n', 'f')
    expect(lines.map(({ include }) => include?.path)).to.deep.equal(['other.conf', 'my dir', 'x'])
  })

  it('refuses what PostgreSQL refuses, naming the line but no secret', () => {
    const cases: [string, RegExp][] = [
      ['lcal all all trust', /unknown connection type "lcal"/],
      ['local,host all all trust', /several values for the connection type/],
      ['local', /ends before the database/],
      ['local all', /ends before the user/],
      ['local all all', /ends before the authentication method/],
      ['host all all', /ends before the address/],
      ['host all all 127.0.0.1', /ends before the netmask/],
      ['host all all 127.0.0.1 trust', /needs a CIDR length or a netmask/],
      ['host all all a,b trust', /several values for the address/],
      ['host all all example.com/24 trust', /host name takes no CIDR/],
      ['host all all 10.0.0.0/ trust', /CIDR length is not a number/],
      ['local all all trust,md5', /several values for the authentication method/],
      ['local all all ldap s3cret', /not written name=value/],
    ]
    for (const [line, message] of cases) {
      const parsing = () => records(`# one\n${line}\n`)
      expect(parsing, line).to.throw(/^invalid HBA record in \/data\/pg_hba.conf, line 2: /)
      expect(parsing, line).to.throw(message)
      expect(parsing, line).not.to.throw(/s3cret/)
    }
  })
})
