import { expect } from 'chai'
import { toClientTarget } from '../../../src/postgresql/client-config.js'
import { parseConninfo } from '../../../src/postgresql/conninfo.js'

const target = (text: string) => toClientTarget(parseConninfo(text), { host: '/run/postgresql', user: 'me' })

describe('postgresql/client-config', () => {
  it('fills in defaults', () => {
    expect(target('').config).to.deep.equal({
      host: '/run/postgresql',
      port: 5432,
      user: 'me',
      database: 'me',
    })
  })

  it('carries parameters over', () => {
    const text =
      "host=h port=1 user=u password=p dbname=d application_name=a connect_timeout=1 keepalives=0 options='-c x=1' client_encoding=auto"
    expect(target(text).config).to.deep.equal({
      host: 'h',
      port: 1,
      user: 'u',
      database: 'd',
      application_name: 'a',
      options: '-c x=1',
      password: 'p',
      connectionTimeoutMillis: 2000,
      keepAlive: false,
    })
  })

  it('takes the first of several hosts', () => {
    expect(target('postgresql://h1:1,h2:2/').config).to.include({ host: 'h1', port: 1 })
  })

  const loose = { rejectUnauthorized: false, checkHostname: false, servername: 'h' }
  const verified = { rejectUnauthorized: true, checkHostname: false, servername: 'h' }
  for (const [text, attempts] of [
    ['host=h', [loose, false]],
    ['host=h sslmode=disable', [false]],
    ['host=h sslmode=allow', [false, loose]],
    ['host=h sslmode=require', [loose]],
    ['host=h sslmode=require sslrootcert=/ca', [verified]],
    ['host=h sslmode=verify-ca', [verified]],
    ['host=h sslmode=verify-full', [{ ...verified, checkHostname: true }]],
    ['host=h sslrootcert=system', [{ ...verified, checkHostname: true }]],
    ['host=/tmp sslmode=verify-full', [false]],
    ['host=h hostaddr=10.0.0.1 sslmode=require', [loose]],
    ['host=10.0.0.1 sslmode=require', [{ rejectUnauthorized: false, checkHostname: false }]],
  ] as const) {
    it(`tries what sslmode says: ${text}`, () => expect(target(text).attempts).to.deep.equal(attempts))
  }

  it('names the files to read', () => {
    const { files, keyPassphrase } = target(
      'host=h sslrootcert=/ca sslcert=/c sslkey=/k sslcrl=/r sslpassword=x',
    )
    expect(files).to.deep.equal({ ca: '/ca', cert: '/c', key: '/k', crl: '/r' })
    expect(keyPassphrase).to.equal('x')
  })

  for (const [text, message] of [
    ['port=0', 'invalid port number: "0"'],
    ['port=65536', 'invalid port number: "65536"'],
    ['port=a', 'invalid port number: "a"'],
    ['sslmode=on', 'invalid sslmode value: "on"'],
    ['connect_timeout=x', 'invalid integer value "x" for connection option "connect_timeout"'],
    ['sslrootcert=system sslmode=require', 'weak sslmode "require" may not be used with sslrootcert=system'],
    ['service=x', "connection service 'x' cannot be used here"],
  ] as const) {
    it(`refuses ${text}`, () => expect(() => target(text)).to.throw(message))
  }
})
