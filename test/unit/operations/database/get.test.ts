import { expect } from 'chai'
import type { Host } from '../../../../src/host/host.js'
import { DatabaseModel } from '../../../../src/models/database.js'
import { validate } from '../../../../src/models/validate.js'
import { databaseView } from '../../../../src/operations/database/get.js'
import { listDatabaseNames } from '../../../../src/operations/database/list.js'
import { content, instance, state } from './support.js'

describe('operations/database/get', () => {
  it('describes a database in the order of its fields, without passwords', () => {
    const view = databaseView({ ...state, settings: ['work_mem=3MB', 'a.b=x=y'] }, content)
    expect(Object.keys(view)).to.deep.equal(
      'name owner settings schemas extensions locale publications subscriptions tablespace'.split(' '),
    )
    expect(view.settings).to.deep.equal({ work_mem: '3MB', 'a.b': 'x=y' })
    expect(view.publications).to.deep.equal([{ name: 'p' }])
    expect(view.subscriptions).to.deep.equal([
      { name: 'sub', connection: { conninfo: 'host=a' }, publications: ['x', 'y'], enabled: true },
    ])
    expect(databaseView(state, content).settings).to.equal(null)
  })

  it('gives what is a manifest', async () => {
    const manifest = await validate(DatabaseModel, databaseView(state, content), { operation: 'update' })
    expect(manifest.extensions[0]).to.deep.include({ name: 'hstore', schema: 's', version: '1.7' })
  })

  it('has no names to complete of an instance that does not run', async () => {
    expect(await listDatabaseNames({} as Host, { ...instance, running: false })).to.deep.equal([])
  })
})
