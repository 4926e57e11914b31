import { expect } from 'chai'
import { faults, load } from './support.js'

describe('settings of the environment', () => {
  it('win over the file, key by key', async () => {
    const { settings } = await load({
      yaml: 'postgresql: {auth: {local: peer, host: md5}}',
      env: { PGLIFT_POSTGRESQL__AUTH__HOST: 'scram-sha-256', pglift_postgresql__replrole: 'repl' },
    })
    expect(settings.postgresql.auth).to.include({ local: 'peer', host: 'scram-sha-256' })
    expect(settings.postgresql.replrole).to.equal('repl')
  })

  it('take null, and objects and lists as JSON', async () => {
    const { settings } = await load({
      env: {
        PGLIFT_POSTGRESQL__AUTH__PASSFILE: 'null',
        PGLIFT_POSTGRESQL: '{"auth": {"local": "peer"}, "initdb": {"locale": null}}',
        PGLIFT_POSTGRESQL__AUTH__PASSWORD_COMMAND: '["/bin/echo", "{role}"]',
        PGLIFT_POSTGRESQL__INITDB__DATA_CHECKSUMS: 'true',
        PGLIFT_SYSUSER: '["bob", "staff"]',
        PGLIFT_CLI: '{}',
      },
    })
    expect(settings.postgresql.auth).to.deep.include({ passfile: null, local: 'peer' })
    expect(settings.postgresql.auth.password_command).to.deep.equal(['/bin/echo', '{role}'])
    expect(settings.postgresql.initdb).to.include({ locale: null, data_checksums: true })
    expect(settings.sysuser).to.deep.equal(['bob', 'staff'])
  })

  it('in capitals win over another spelling, a longer path over a shorter', async () => {
    const { settings } = await load({
      env: {
        PGLIFT_PREFIX: '/upper',
        pglift_prefix: '/lower',
        PGLIFT_POSTGRESQL__AUTH__LOCAL: 'peer',
        PGLIFT_POSTGRESQL: '{"auth": {"local": "md5", "host": "md5"}}',
      },
    })
    expect(settings.prefix).to.equal('/upper')
    expect(settings.postgresql.auth).to.include({ local: 'peer', host: 'md5' })
  })

  it('ignore variables that are no settings by design', async () => {
    const names = ['LOGGERS', 'DATA_DIR', 'CACHE_DIR', 'NPM_REGISTRY', 'TRACE', 'TEST_ANYTHING', 'CONFIG_DIR']
    const env = Object.fromEntries(names.map((name) => [`PGLIFT_${name}`, '/dev/null']))
    expect((await load({ env })).file).to.equal(undefined)
  })

  it('name the variables that mean nothing', async () => {
    const env = {
      PGLIFT_FOO: '1',
      PGLIFT_POSTGRESQL__FOO: '1',
      PGLIFT___PROTO__: '{}',
      PGLIFT_PREFIX__X: '1',
      PGLIFT_CONFIG_PATH: '/x',
    }
    expect(await faults({ env })).to.have.members([
      "PGLIFT_FOO: this variable is no setting: there is no 'foo'",
      "PGLIFT_POSTGRESQL__FOO: this variable is no setting: there is no 'postgresql.foo'",
      "PGLIFT___PROTO__: this variable is no setting: there is no '.proto.'",
      "PGLIFT_PREFIX__X: this variable is no setting: there is no 'prefix.x'",
      'PGLIFT_CONFIG_PATH: this variable is now called PGLIFT_CONFIG_DIR',
    ])
  })

  it('refuse text that is no JSON where an object is wanted, without showing it', async () => {
    const [fault = ''] = await faults({ env: { PGLIFT_POSTGRESQL: 'hunter2' } })
    expect(fault).to.match(/^postgresql: value of variable PGLIFT_POSTGRESQL is not valid JSON: /)
    expect(fault).not.to.include('hunter2')
  })

  it('report unknown keys inside of JSON', async () => {
    const env = { PGLIFT_POSTGRESQL: '{"auth": {"foo": 1}}' }
    expect(await faults({ env })).to.deep.equal(['postgresql.auth.foo: Extra inputs are not permitted'])
  })
})
