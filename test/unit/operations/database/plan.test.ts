import { expect } from 'chai'
import type { Host } from '../../../../src/host/host.js'
import { Sessions } from '../../../../src/host/sessions.js'
import type { DatabaseManifest } from '../../../../src/models/database.js'
import { Secret } from '../../../../src/models/secret.js'
import { expectedDatabase } from '../../../../src/operations/database/observe.js'
import { planDatabases } from '../../../../src/operations/database/plan.js'
import { planChange } from '../../../../src/operations/database/plan-change.js'
import { content, instance, manifest, state, steps } from './support.js'

const warnings: string[] = []
const nobody = async () => undefined
const refused = { connect: () => Promise.reject(new Error('no server')) }

/** What planning for a server that does not run yet may know: settings alone, and a password given for it. */
const host = {
  settings: { postgresql: { surole: { name: 'postgres' } } },
  engine: { lockDirectory: '/run/lock' },
  sessions: new Sessions(refused, 'postgres', nobody, {
    askPassword: nobody,
    warn: () => undefined,
    signal: new AbortController().signal,
  }),
  log: { warning: (text: string) => warnings.push(text) },
} as unknown as Host

describe('operations/database/plan', () => {
  const change = async (fields: object) => planChange(instance, await manifest(fields), state, content)
  const fresh = async (...manifests: DatabaseManifest[]) =>
    planDatabases(host, instance, manifests, new Map(), { fresh: true })

  it('plans nothing for a database that is as declared', async () => {
    const fields = { owner: 'bob', schemas: ['s'], extensions: ['hstore'], tablespace: 'pg_default' }
    expect(steps(await change(fields))).to.deep.equal([])
  })

  it('announces an alteration once, and does last what cannot be taken back', async () => {
    const fields = {
      tablespace: 'fast',
      owner: 'eve',
      schemas: [{ name: 's', owner: 'eve' }, 't'],
      publications: [{ name: 'p', state: 'absent' }, 'q'],
    }
    expect(steps(await change(fields))).to.deep.equal([
      "database.tablespace: altering 'db' database on instance 15/main",
      'sql.execute',
      '  postgres: ALTER DATABASE "db" OWNER TO "eve"',
      '  postgres: undo ALTER DATABASE "db" OWNER TO "bob"',
      'sql.execute',
      '  db: ALTER SCHEMA "s" OWNER TO "eve"',
      '  db: CREATE SCHEMA "t" AUTHORIZATION "eve"',
      '  db: CREATE PUBLICATION "q" FOR ALL TABLES',
      '  db: undo DROP PUBLICATION IF EXISTS "q"',
      '  db: undo DROP SCHEMA IF EXISTS "t"',
      '  db: undo ALTER SCHEMA "s" OWNER TO "bob"',
      'sql.execute',
      '  db: DROP PUBLICATION "p"',
      '  db: final',
    ])
    const only = await change({ publications: [{ name: 'p', state: 'absent' }] })
    expect(steps(only)[0]).to.equal("sql.execute: altering 'db' database on instance 15/main")
  })

  it('makes a database, sets it up, clones into it and fills it', async () => {
    const database = await manifest({
      owner: 'bob',
      settings: { work_mem: '3MB', jit: null },
      schemas: ['s'],
      clone: { dsn: 'postgresql://u:hunter2@h/source', schema_only: true },
    })
    host.sessions.usePassword(instance, new Secret('hunter2'))
    const plan = await fresh(database)
    expect(steps(plan)).to.deep.equal([
      "database.create: creating 'db' database in 15/main",
      'sql.execute',
      `  postgres: ALTER DATABASE "db" SET work_mem TO '3MB'`,
      "database.clone: cloning 'db' database in 15/main from postgresql://u:********@h/source",
      'database.fill',
    ])
    expect(JSON.stringify(plan.steps)).not.to.include('hunter2')
    const clone = plan.steps[2]?.args as { password: Secret } | undefined
    expect(clone?.password.reveal()).to.equal('hunter2')
    expect(plan.steps[0]?.args).to.deep.include({ name: 'db', options: { owner: 'bob' }, fresh: true })
  })

  it('takes template0 for a locale, and the tablespace asked for', async () => {
    const plan = await fresh(await manifest({ locale: 'fr_FR.UTF-8', tablespace: 'fast' }))
    const options = { locale: 'fr_FR.UTF-8', template: 'template0', tablespace: 'fast' }
    expect(plan.steps[0]?.args).to.deep.include({ options })
  })

  it('knows what initdb makes', async () => {
    const plan = await fresh(await manifest({ name: 'postgres', owner: 'bob', extensions: ['hstore'] }))
    expect(steps(plan)).to.deep.equal([
      "sql.execute: altering 'postgres' database on instance 15/main",
      '  postgres: ALTER DATABASE "postgres" OWNER TO "bob"',
      'database.fill',
    ])
  })

  it('alters what an earlier step of the same plan makes', async () => {
    const made = expectedDatabase(await manifest({ owner: 'ann', tablespace: 'fast' }), 'postgres')
    const desired = await manifest({ owner: 'bob', schemas: ['s'] })
    const known = new Map([['db', made]])
    expect(steps(await planDatabases(host, instance, [desired], known, { fresh: true }))).to.deep.equal([
      "sql.execute: altering 'db' database on instance 15/main",
      '  postgres: ALTER DATABASE "db" OWNER TO "bob"',
      'database.fill',
    ])
    const moved = await manifest({ tablespace: 'slow' })
    expect(steps(await planDatabases(host, instance, [moved], known, { fresh: true }))).to.deep.equal([
      "database.tablespace: altering 'db' database on instance 15/main",
    ])
  })

  it('warns of a locale that can not be had any more', async () => {
    const look = async (locale: string, present: string | null) => {
      const known = new Map([['db', { ...state, locale: present }]])
      expect(steps(await planDatabases(host, instance, [await manifest({ locale })], known))).to.deep.equal(
        [],
      )
      return warnings.splice(0)
    }
    expect(await look('fr_FR.UTF-8', 'fr_FR.utf8')).to.deep.equal([])
    expect(await look('C', 'fr_FR.utf8')).to.deep.equal([
      "database 'db' was created with another locale than 'C' (it has 'fr_FR.utf8'): a locale can't be changed afterwards",
    ])
    expect((await look('C', null))[0]).to.include("than 'C' (it has none of one name)")
  })

  it('drops what is absent and there', async () => {
    const gone = await manifest({ state: 'absent', force_drop: true })
    expect(steps(await planDatabases(host, instance, [gone], new Map()))).to.deep.equal([])
    const plan = await planDatabases(host, instance, [gone], new Map([['db', state]]))
    expect(steps(plan)).to.deep.equal(["database.drop: dropping 'db' database"])
    expect(plan.steps[0]?.args).to.deep.include({ name: 'db', force: true })
  })

  it('keeps the configuration of the instance, which may hold a password, out of the steps', async () => {
    const plan = await change({ owner: 'eve', schemas: ['t'], tablespace: 'fast' })
    expect(JSON.stringify(plan.steps)).not.to.include('hunter2')
  })
})
