import { expect } from 'chai'
import { databaseAlteration } from '../../../../src/operations/database/alteration.js'
import { manifest, state } from './support.js'

describe('operations/database/alter', () => {
  const stored = { ...state, settings: ['work_mem=3MB', 'search_path=s, public', 'DateStyle=ISO'] }
  const alteration = async (fields: object, observed = stored) => {
    const { statements, undo } = databaseAlteration(await manifest(fields), observed)
    return { run: statements.map(({ text }) => text), undo: undo.map(({ text }) => text) }
  }
  const nothing = { run: [], undo: [] }

  it('leaves an owner alone that the manifest does not name', async () => {
    expect(await alteration({})).to.deep.equal(nothing)
    expect(await alteration({ owner: 'bob' })).to.deep.equal(nothing)
    expect(await alteration({ owner: 'eve' })).to.deep.equal({
      run: ['ALTER DATABASE "db" OWNER TO "eve"'],
      undo: ['ALTER DATABASE "db" OWNER TO "bob"'],
    })
  })

  it('resets all settings for {}, and knows how to set them again', async () => {
    expect(await alteration({ settings: {} })).to.deep.equal({
      run: ['ALTER DATABASE "db" RESET ALL'],
      undo: [
        `ALTER DATABASE "db" SET work_mem TO '3MB'`,
        `ALTER DATABASE "db" SET search_path TO 's', 'public'`,
        `ALTER DATABASE "db" SET DateStyle TO 'ISO'`,
      ],
    })
    expect(await alteration({ settings: {} }, state)).to.deep.equal(nothing)
  })

  it('changes only the settings that differ', async () => {
    const settings = { work_mem: '4MB', datestyle: 'ISO', search_path: 's,public', enable_sort: false }
    expect(await alteration({ settings })).to.deep.equal({
      run: [`ALTER DATABASE "db" SET work_mem TO '4MB'`, `ALTER DATABASE "db" SET enable_sort TO 'off'`],
      undo: [`ALTER DATABASE "db" SET work_mem TO '3MB'`, 'ALTER DATABASE "db" RESET enable_sort'],
    })
  })

  it('resets one setting for null, leaves all for null', async () => {
    expect((await alteration({ settings: { work_mem: null, jit: null } })).run).to.deep.equal([
      'ALTER DATABASE "db" RESET work_mem',
    ])
    expect(await alteration({ settings: null })).to.deep.equal(nothing)
  })
})
