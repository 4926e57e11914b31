import { expect } from 'chai'
import { wantedSettings } from '../../../../src/operations/pgconf/change.js'

describe('settings wanted of an instance', () => {
  const active = { port: 5433, work_mem: '4MB', fsync: false }

  it('are the active ones with the changes', () => {
    expect(wantedSettings(active, { work_mem: '8MB', jit: false })).to.deep.equal({
      port: 5433,
      settings: { work_mem: '8MB', fsync: false, jit: false },
    })
  })

  it('lack what is taken back', () => {
    expect(wantedSettings(active, { fsync: null }).settings).to.deep.equal({ work_mem: '4MB' })
  })

  it('hold the port apart; taken back, it is for the template to say', () => {
    expect(wantedSettings(active, { port: 5434 }).port).to.equal(5434)
    expect(wantedSettings(active, { port: null }).port).to.equal(null)
    expect(wantedSettings({}, {}).port).to.equal(5432)
  })
})
