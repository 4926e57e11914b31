import { expect } from 'chai'
import { DatabaseModel } from '../../../src/models/database.js'
import { validate } from '../../../src/models/validate.js'
import { faultsOf, report } from './support.js'

const create = { operation: 'create' } as const

describe('models/database', () => {
  it('fills in every field', async () => {
    expect(await validate(DatabaseModel, { name: 'db' }, create)).to.deep.equal({
      name: 'db',
      state: 'present',
      owner: null,
      settings: null,
      schemas: [],
      extensions: [],
      locale: null,
      publications: [],
      subscriptions: [],
      clone: null,
      tablespace: null,
      force_drop: false,
    })
  })

  it('expands shorthands', async () => {
    const database = await validate(
      DatabaseModel,
      {
        name: 'db',
        schemas: ['s', { name: 't', owner: 'bob' }],
        extensions: ['hstore'],
        publications: ['p'],
      },
      create,
    )
    expect(database.schemas[1]).to.deep.equal({ name: 't', state: 'present', owner: 'bob' })
    expect(database.extensions).to.deep.equal([
      { name: 'hstore', schema: null, version: null, state: 'present' },
    ])
    expect(database.publications).to.deep.equal([{ name: 'p', state: 'present' }])
  })

  it('takes subscriptions', async () => {
    const connection = { conninfo: 'host=a', password: 'hunter2' }
    const subscription = { name: 's', connection, publications: ['p'] }
    const database = await validate(DatabaseModel, { name: 'db', subscriptions: [subscription] }, create)
    expect(database.subscriptions[0]?.enabled).to.equal(true)
    expect(JSON.stringify(database)).not.to.include('hunter2')
    const wrong = { name: 's', connection: { conninfo: 'password=hunter2' }, publications: [] }
    const faults = await faultsOf(DatabaseModel, { name: 'db', subscriptions: [wrong, 's'] })
    expect(JSON.stringify(faults)).not.to.include('hunter2')
    expect(faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)).to.have.members([
      'subscriptions.0.connection.conninfo: Value error, connection string must not contain a password',
      'subscriptions.0.publications: List should have at least 1 item after validation, not 0',
      'subscriptions.1: Input should be a valid dictionary',
    ])
  })

  it('keeps the URI to clone from secret', async () => {
    const dsn = 'postgresql://u:hunter2@h/db'
    const database = await validate(DatabaseModel, { name: 'db', clone: { dsn } }, create)
    expect(JSON.stringify(database)).not.to.include('hunter2')
    expect(database.clone?.dsn.reveal()).to.equal(dsn)
    const faults = await faultsOf(DatabaseModel, { name: 'db', clone: { dsn: 'host=h password=hunter2' } })
    expect(faults[0]?.msg).to.equal('Value error, expecting a libpq connection URI')
    expect(JSON.stringify(faults)).not.to.include('hunter2')
  })

  it('can be applied again with what counts at creation only', async () => {
    const value = { name: 'db', clone: { dsn: 'postgresql://h/db' }, locale: 'C' }
    expect(await report(DatabaseModel, value, { operation: 'update' })).to.deep.equal([])
  })

  it('checks the rest', async () => {
    const [tablespace] = await report(DatabaseModel, { name: 'db', tablespace: 'default' })
    expect(tablespace).to.match(
      /^tablespace: Value error, 'default' is not a valid value for 'tablespace'\. Don't/,
    )
    expect(await report(DatabaseModel, { name: 'db', force_drop: true })).to.deep.equal([
      "force_drop: Value error, force_drop can not be set if state is not 'absent'",
    ])
    expect(await report(DatabaseModel, { name: 'db', force_drop: true, state: 'absent' })).to.deep.equal([])
    expect(await report(DatabaseModel, { name: 'db', settings: { 'a b': 1 } })).to.have.length(1)
    expect(await report(DatabaseModel, { name: 'db', settings: { work_mem: null } })).to.deep.equal([])
    for (const extension of ['../x', 'a--b', '-a', '']) {
      expect(await report(DatabaseModel, { name: 'db', extensions: [extension] }), extension).to.have.length(
        1,
      )
    }
    for (const schema of ['pg_s', 'x'.repeat(64), '\0']) {
      expect(await report(DatabaseModel, { name: 'db', schemas: [schema] }), schema).to.have.length(1)
    }
  })
})
