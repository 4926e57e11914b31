import { expect } from 'chai'
import { composeInstance, InstanceModel } from '../../../src/models/instance.js'
import { Secret } from '../../../src/models/secret.js'
import { validate } from '../../../src/models/validate.js'
import { faultsOf, report } from './support.js'

const create = { operation: 'create' } as const

describe('models/instance', () => {
  it('fills in every field', async () => {
    const instance = await validate(InstanceModel, { name: 'main' }, create)
    expect(instance).to.deep.equal({
      name: 'main',
      version: null,
      port: null,
      settings: {},
      data_checksums: null,
      locale: null,
      encoding: null,
      auth: null,
      surole_password: null,
      replrole_password: null,
      standby: null,
      state: 'started',
      databases: [],
      roles: [],
      replication_slots: [],
      hba_records: [],
      restart_on_changes: false,
    })
    expect(Object.isFrozen(instance) && Object.isFrozen(instance.settings)).to.equal(true)
  })

  it('expands shorthands and normalises nested objects', async () => {
    const instance = await validate(
      InstanceModel,
      {
        name: 'main',
        version: 15,
        port: '5433',
        replication_slots: ['s1', { name: 's2', state: 'absent' }],
        roles: [{ name: 'bob', memberships: ['pg_monitor'], password: 'x' }],
        databases: [{ name: 'db', schemas: ['s'], extensions: ['hstore'] }],
      },
      create,
    )
    expect(instance.version).to.equal('15')
    expect(instance.port).to.equal(5433)
    expect(instance.replication_slots).to.deep.equal([
      { name: 's1', state: 'present' },
      { name: 's2', state: 'absent' },
    ])
    expect(instance.roles[0]?.memberships).to.deep.equal([{ role: 'pg_monitor', state: 'present' }])
    expect(instance.roles[0]?.password?.reveal()).to.equal('x')
    expect(instance.databases[0]?.schemas).to.deep.equal([{ name: 's', state: 'present', owner: null }])
  })

  it('reports all faults together, as the original words them', async () => {
    const value = {
      name: 'a-b',
      version: '9.6',
      port: 'abc',
      state: 'running',
      data_checksums: 'maybe',
      locale: 12,
      restart_on_changes: 3,
      roles: [{ login: true }],
      frobnicate: 1,
      settings: { port: 5433 },
    }
    expect(await report(InstanceModel, value)).to.have.members([
      "name: String should match pattern '^[^/-]+$'",
      "version: Input should be '13', '14', '15', '16', '17' or '18'",
      'port: Input should be a valid integer, unable to parse string as an integer',
      "state: Input should be 'started', 'stopped', 'restarted' or 'absent'",
      'data_checksums: Input should be a valid boolean, unable to interpret input',
      'locale: Input should be a valid string',
      'restart_on_changes: Input should be a valid boolean',
      'roles.0.name: Field required',
      'frobnicate: Extra inputs are not permitted',
      "settings: Value error, 'port' entry is disallowed; use the main 'port' field",
    ])
    const types = (await faultsOf(InstanceModel, value)).map(({ type }) => type)
    expect(types).to.include.members([
      'string_pattern_mismatch',
      'literal_error',
      'int_parsing',
      'bool_parsing',
      'string_type',
      'missing',
      'extra_forbidden',
      'value_error',
    ])
  })

  it('needs a password for password authentication, at creation only', async () => {
    const fault = "surole_password: Value error, a value is required per local authentication method 'md5'"
    const value = { name: 'main', auth: { local: 'md5' } }
    expect(await report(InstanceModel, value)).to.deep.equal([fault])
    expect(await report(InstanceModel, value, { operation: 'update' })).to.deep.equal([])
    expect(await report(InstanceModel, value, { operation: 'create', upgrading: true })).to.deep.equal([])
    expect(await report(InstanceModel, { ...value, state: 'absent' })).to.deep.equal([])
    expect(await report(InstanceModel, { ...value, surole_password: 'x' })).to.deep.equal([])
    const site = { operation: 'create', authLocal: 'md5' } as const
    expect(await report(InstanceModel, { name: 'main' }, site)).to.deep.equal([fault])
    expect(await report(InstanceModel, { name: 'main', auth: { local: 'peer' } }, site)).to.deep.equal([])
  })

  it('checks the standby', async () => {
    const standby = (value: object, more = {}) => ({ name: 'main', standby: value, ...more })
    expect(await report(InstanceModel, standby({ primary_conninfo: 'port 1' }))).to.deep.equal([
      'standby.primary_conninfo: Value error, missing "=" after "port" in connection info string',
    ])
    expect(await report(InstanceModel, standby({ slot: 'a' }))).to.deep.equal([
      'standby.primary_conninfo: Field required',
    ])
    const slots = { replication_slots: ['s'] }
    expect(await report(InstanceModel, standby({ primary_conninfo: 'port=1' }, slots))).to.deep.equal([
      'replication_slots: Value error, replication slots cannot be set on a standby instance',
    ])
    const promoted = { primary_conninfo: 'port=1', status: 'promoted' }
    expect(await report(InstanceModel, standby(promoted, slots))).to.deep.equal([])
  })

  it('never shows a password of a connection string', async () => {
    for (const dsn of ['host=h password=hunter2', 'postgresql://u:hunter2@h/db']) {
      const faults = await faultsOf(InstanceModel, { name: 'main', standby: { primary_conninfo: dsn } })
      expect(faults).to.have.length(1)
      expect(faults[0]?.msg).to.equal('Value error, connection string must not contain a password')
      expect(JSON.stringify(faults)).not.to.include('hunter2')
    }
  })

  it('takes back what `get` prints', async () => {
    const printed = {
      name: 'main',
      version: '15',
      port: 5432,
      pending_restart: false,
      data_directory: '/d',
      wal_directory: '/w',
      standby: {
        primary_conninfo: 'port=1',
        slot: null,
        replication_lag: '0',
        wal_sender_state: 'streaming',
        wal_replay_pause_state: 'not paused',
      },
    }
    const instance = await validate(InstanceModel, printed, create)
    expect(instance).not.to.have.any.keys('pending_restart', 'data_directory', 'wal_directory')
    expect(instance.standby).to.deep.equal({
      primary_conninfo: 'port=1',
      password: null,
      status: 'demoted',
      slot: null,
    })
  })

  it('refuses hostile names, slots, ports and parameters', async () => {
    for (const name of [
      '',
      '.',
      '..',
      'a/b',
      'a-b',
      'a\nb',
      'a b',
      'x'.repeat(64),
      '\ud800',
      'a\0',
      3,
      null,
      [],
    ]) {
      expect(await report(InstanceModel, { name }), JSON.stringify(name)).to.have.length(1)
    }
    for (const slot of ['', 'A', 'a-b', "a';--", 'x'.repeat(64), '\n']) {
      expect(await report(InstanceModel, { name: 'm', replication_slots: [slot] }), slot).to.have.length(1)
    }
    for (const port of [0, -1, 65536, 1.5, '1e3', '0x10', true, [], '5432 ']) {
      expect(await report(InstanceModel, { name: 'm', port }), String(port)).to.have.length(1)
    }
    for (const parameter of ['a b', "x='1'", 'a\n', '', '1a', '__proto__.', 'a..b', 'PORT']) {
      const settings = { [parameter]: 'x' }
      expect(await report(InstanceModel, { name: 'm', settings }), parameter).to.have.length(1)
    }
    expect(await report(InstanceModel, { name: 'm', settings: { work_mem: ['x'] } })).to.deep.equal([
      'settings.work_mem: Input should be a valid string, number or boolean',
    ])
  })

  it('refuses a slot or role given twice', async () => {
    expect(await report(InstanceModel, { name: 'm', replication_slots: ['a', 'a'] })).to.deep.equal([
      "replication_slots.1.name: Value error, 'a' is given more than once",
    ])
    expect(await report(InstanceModel, { name: 'm', roles: [{ name: 'r' }, { name: 'r' }] })).to.have.length(
      1,
    )
  })

  it('refuses keys that reach for the prototype', async () => {
    const value = JSON.parse('{"name": "m", "__proto__": {"port": 1}, "constructor": 1, "toString": 2}')
    expect(await report(InstanceModel, value)).to.have.members([
      '__proto__: Extra inputs are not permitted',
      'constructor: Extra inputs are not permitted',
      'toString: Extra inputs are not permitted',
    ])
  })

  it('takes fields of components', async () => {
    const composed = composeInstance([
      {
        name: 'pgbackrest',
        component: 'pgbackrest',
        schema: {
          type: ['object', 'null'],
          properties: {
            stanza: { type: 'string' },
            password: { type: ['string', 'null'], default: null, 'x-pglift': { secret: true } },
          },
          required: ['stanza'],
        },
        default: null,
      },
      {
        name: 'prometheus',
        component: 'prometheus',
        schema: { type: ['object', 'null'], properties: { port: { type: 'integer', default: 9187 } } },
        default: {},
      },
    ])
    const bare = await validate(composed, { name: 'm' }, create)
    expect(bare.pgbackrest).to.equal(null)
    expect(bare.prometheus).to.deep.equal({ port: 9187 })
    const given = { name: 'm', prometheus: null, pgbackrest: { stanza: 's', password: 'p' } }
    const full = await validate(composed, given, create)
    expect(full.prometheus).to.equal(null)
    expect((full.pgbackrest as { password: unknown }).password).to.be.instanceOf(Secret)
    expect(await report(composed, { name: 'm', pgbackrest: { stanza: 1, foo: 2 } })).to.have.members([
      'pgbackrest.foo: Extra inputs are not permitted',
      'pgbackrest.stanza: Input should be a valid string',
    ])
    expect(await report(InstanceModel, given)).to.have.length(2)
    const taken = { name: 'port', component: 'x', schema: {} }
    expect(() => composeInstance([taken])).to.throw(
      "component 'x': field 'port' is already in the Instance model",
    )
  })
})
