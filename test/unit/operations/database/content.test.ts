import { expect } from 'chai'
import { contentChanges, NEW_DATABASE } from '../../../../src/operations/database/content.js'
import { shownConninfo } from '../../../../src/operations/database/subscriptions.js'
import { content, manifest, shown } from './support.js'

describe('operations/database/content', () => {
  const changes = async (fields: object, observed = content, owner: string | null = 'bob') =>
    shown(contentChanges(await manifest(fields), observed, owner))

  it('leaves alone what is as declared, and what is not declared', async () => {
    const fields = {
      schemas: [{ name: 's', owner: 'bob' }],
      extensions: [{ name: 'hstore', schema: 's', version: '1.7' }],
      publications: ['p', { name: 'gone', state: 'absent' }],
      subscriptions: [{ name: 'sub', connection: { conninfo: 'host=a' }, publications: ['y', 'x'] }],
    }
    expect(await changes(fields)).to.deep.equal([])
    expect(await changes({})).to.deep.equal([])
  })

  it('creates schemas for the owner of the database, or the one given', async () => {
    const schemas = ['a', { name: 'b"c', owner: 'eve' }]
    expect(await changes({ schemas })).to.deep.equal([
      {
        title: "creating schema 'a' in database db",
        run: ['CREATE SCHEMA "a" AUTHORIZATION "bob"'],
        undo: ['DROP SCHEMA IF EXISTS "a"'],
      },
      {
        title: `creating schema 'b"c' in database db with owner 'eve'`,
        run: ['CREATE SCHEMA "b""c" AUTHORIZATION "eve"'],
        undo: ['DROP SCHEMA IF EXISTS "b""c"'],
      },
    ])
    const [mine] = await changes({ schemas: ['a'] }, NEW_DATABASE, null)
    expect(mine?.run).to.deep.equal(['CREATE SCHEMA "a"'])
  })

  it('gives a schema to another owner only when one is named', async () => {
    expect(await changes({ schemas: ['s'] }, content, 'eve')).to.deep.equal([])
    expect(await changes({ schemas: [{ name: 's', owner: 'eve' }] })).to.deep.equal([
      {
        title: "setting 's' schema owner to 'eve'",
        run: ['ALTER SCHEMA "s" OWNER TO "eve"'],
        undo: ['ALTER SCHEMA "s" OWNER TO "bob"'],
      },
    ])
  })

  it('creates, moves and updates extensions', async () => {
    const created = await changes({ extensions: [{ name: 'citext', schema: 's', version: '1.6' }] })
    expect(created).to.deep.equal([
      {
        title: "creating extension 'citext' in database db",
        run: [`CREATE EXTENSION "citext" SCHEMA "s" VERSION '1.6' CASCADE`],
        undo: ['DROP EXTENSION IF EXISTS "citext"'],
      },
    ])
    const changed = await changes({ extensions: [{ name: 'hstore', schema: 'public', version: '1.8' }] })
    expect(changed).to.deep.equal([
      {
        title: "setting 'hstore' extension schema to 'public'",
        run: ['ALTER EXTENSION "hstore" SET SCHEMA "public"'],
        undo: ['ALTER EXTENSION "hstore" SET SCHEMA "s"'],
      },
      {
        title: "updating 'hstore' extension version to '1.8'",
        run: [`ALTER EXTENSION "hstore" UPDATE TO '1.8'`],
      },
    ])
  })

  it('drops without a way back, an extension before the schema that it is in', async () => {
    const fields = {
      schemas: [{ name: 's', state: 'absent' }],
      extensions: [{ name: 'hstore', state: 'absent' }],
      publications: [{ name: 'p', state: 'absent' }],
    }
    expect(await changes(fields)).to.deep.equal([
      { title: "dropping extension 'hstore'", run: ['DROP EXTENSION "hstore"'] },
      { title: 'dropping schema s from database db', run: ['DROP SCHEMA "s"'] },
      { title: "dropping publication 'p'", run: ['DROP PUBLICATION "p"'] },
    ])
  })

  it('creates subscriptions, their password hidden from the log', async () => {
    const connection = { conninfo: 'host=b dbname=x', password: "it's" }
    const subscriptions = [{ name: 'new', connection, publications: ['q'], enabled: false }]
    const [creation] = await changes({ publications: ['q'], subscriptions }, NEW_DATABASE)
    expect(creation?.run).to.deep.equal(['CREATE PUBLICATION "q" FOR ALL TABLES'])
    const [, { run = [], undo } = {}] = await changes({ publications: ['q'], subscriptions }, NEW_DATABASE)
    expect(run[0]).to.equal("SET log_statement TO 'none'")
    expect(run.at(-1)).to.match(/^RESET \S+$/)
    expect(run.filter((line) => line.startsWith('secret: '))).to.deep.equal([
      `secret: CREATE SUBSCRIPTION "new" CONNECTION E'host=b dbname=x password=''it\\\\''s''' PUBLICATION "q" WITH (enabled = false)`,
    ])
    expect(undo).to.deep.equal(['DROP SUBSCRIPTION IF EXISTS "new"'])
  })

  it('alters subscriptions, and keeps the password that the manifest leaves out', async () => {
    const connection = { conninfo: 'host=b' }
    const subscriptions = [{ name: 'sub', connection, publications: ['z'], enabled: false }]
    expect(await changes({ subscriptions })).to.deep.equal([
      {
        title: "altering subscription 'sub' in database db",
        run: ['ALTER SUBSCRIPTION "sub" SET PUBLICATION "z" WITH (refresh = false)'],
        undo: ['ALTER SUBSCRIPTION "sub" SET PUBLICATION "x", "y" WITH (refresh = false)'],
      },
      { run: ['ALTER SUBSCRIPTION "sub" DISABLE'], undo: ['ALTER SUBSCRIPTION "sub" ENABLE'] },
      { run: [`secret: ALTER SUBSCRIPTION "sub" CONNECTION 'host=b password=hunter2'`] },
    ])
    expect(shownConninfo('host=a password=hunter2')).to.equal('host=a')
  })
})
