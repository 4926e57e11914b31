import { expect } from 'chai'
import fc from 'fast-check'
import {
  formatConninfo,
  hasPassword,
  obfuscateConninfo,
  parseConninfo,
  splitPassword,
  withoutPassword,
} from '../../../src/postgresql/conninfo.js'

// Expectations were compared with PQconninfoParse of libpq 15 on 60,000 random strings.
describe('postgresql/conninfo', () => {
  for (const [text, params] of [
    ['', {}],
    ['host=/tmp port=5432', { host: '/tmp', port: '5432' }],
    ["  user = 'a b'\tdbname='it\\'s' ", { user: 'a b', dbname: "it's" }],
    ["host='a'port=1", { host: 'a', port: '1' }],
    ['options=-c\\ work_mem=1MB', { options: '-c work_mem=1MB' }],
    ['host=a\\', { host: 'a' }],
    ['user= dbname=x', { user: 'dbname=x' }],
    ['user=a user=b', { user: 'b' }],
    ['requiressl=1', { sslmode: 'require' }],
    ['postgresql://', {}],
    ['postgres://localhost', { host: 'localhost' }],
    ['postgresql://bob@h:1/db', { user: 'bob', host: 'h', port: '1', dbname: 'db' }],
    [
      'postgresql://b%40b:p%3Aw@h/d%2Fb?sslmode=disable',
      { user: 'b@b', password: 'p:w', host: 'h', dbname: 'd/b', sslmode: 'disable' },
    ],
    ['postgresql://h1:1,h2:2/', { host: 'h1,h2', port: '1,2' }],
    ['postgresql://[::1]:5433/d', { host: '::1', port: '5433', dbname: 'd' }],
    ['postgresql://%2Ftmp/d', { host: '/tmp', dbname: 'd' }],
    ['postgresql:///d?host=/tmp&ssl=true&', { dbname: 'd', host: '/tmp', sslmode: 'require' }],
    ['postgresql://h?application_name=a+b%20c', { host: 'h', application_name: 'a+b c' }],
  ] as const) {
    it(`parses ${JSON.stringify(text)}`, () => expect(parseConninfo(text)).to.deep.equal(params))
  }

  for (const [text, message] of [
    ['port 1', 'missing "=" after "port" in connection info string'],
    ['port', 'missing "=" after "port" in connection info string'],
    ["user='x", 'unterminated quoted string in connection info string'],
    ["user='x\\'", 'unterminated quoted string in connection info string'],
    ['bogus=1', 'invalid connection option "bogus"'],
    ['=1', 'invalid connection option ""'],
    ['__proto__=1', 'invalid connection option "__proto__"'],
    ['postgresql://h?bogus=1', 'invalid URI query parameter: "bogus"'],
    ['postgresql://h?user', 'missing key/value separator "=" in URI query parameter: "user"'],
    ['postgresql://h?user=a=b', 'extra key/value separator "=" in URI query parameter: "user"'],
    [
      'postgresql://[::1',
      'end of string reached when looking for matching "]" in IPv6 host address in URI: "postgresql://[::1"',
    ],
    ['postgresql://[]', 'IPv6 host address may not be empty in URI: "postgresql://[]"'],
    [
      'postgresql://[::1]x',
      'unexpected character "x" at position 19 in URI (expected ":" or "/"): "postgresql://[::1]x"',
    ],
    ['postgresql://a%2', 'invalid percent-encoded token: "a%2"'],
    ['postgresql://a%00', 'forbidden value %00 in percent-encoded value: "a%00"'],
    ['host=a\0b', 'connection info string must not contain a NUL character'],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseConninfo(text)).to.throw(message))
  }

  for (const text of [
    'password=top sekret',
    'password=top sekret=1',
    'postgresql://bob:sekret%zz@h/d',
    'postgresql://bob:sekret@[::1',
    'postgresql://h?password=sekret%0',
    'postgresql://[::1?password=sekret',
  ]) {
    it(`never quotes the password of ${JSON.stringify(text)}`, () => {
      expect(() => parseConninfo(text))
        .to.throw()
        .with.property('message')
        .not.contain('sekret')
      expect(obfuscateConninfo(text)).not.to.contain('sekret')
    })
  }

  it('reads back what it writes', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(value, value, (user, options) => {
        expect(parseConninfo(formatConninfo({ user, options }))).to.deep.equal({ user, options })
      }),
    )
  })

  it('quotes where it must', () => {
    expect(
      formatConninfo({ host: '/run/pg', port: 5432, user: "o'b", dbname: '', password: undefined }),
    ).to.equal("host=/run/pg port=5432 user='o\\'b' dbname=''")
  })

  it('keeps passwords out', () => {
    const params = parseConninfo('host=h password=sekret sslpassword=sekret')
    expect(hasPassword(params)).to.equal(true)
    expect(withoutPassword(params)).to.deep.equal({ host: 'h' })
    expect(obfuscateConninfo('host=h password=sekret')).to.equal('host=h password=********')
    expect(obfuscateConninfo('host=h  port=1')).to.equal('host=h  port=1')
    expect(obfuscateConninfo('postgresql://u:sekret@h/d?sslpassword=sekret&port=1')).to.equal(
      'postgresql://u:********@h/d?sslpassword=********&port=1',
    )
    expect(splitPassword('postgresql://u:sekret@h')).to.deep.equal({
      conninfo: 'user=u host=h',
      password: 'sekret',
    })
  })
})
