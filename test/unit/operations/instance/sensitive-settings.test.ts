import { expect } from 'chai'
import { Secret } from '../../../../src/models/secret.js'
import {
  journalableSettings,
  journaledManifest,
} from '../../../../src/operations/instance/sensitive-settings.js'

describe('settings in a journal', () => {
  it('hold no password of a connection string', () => {
    const { primary_conninfo, work_mem } = journalableSettings({
      primary_conninfo: 'host=a password=s3cret',
      work_mem: '1MB',
    })
    expect(primary_conninfo).to.be.instanceOf(Secret)
    expect(JSON.stringify({ primary_conninfo, work_mem })).to.equal(
      '{"primary_conninfo":"***","work_mem":"1MB"}',
    )
  })

  it('stay as they are without one', () => {
    const settings = { primary_conninfo: 'host=a user=b', port: null, fsync: false }
    expect(journalableSettings(settings)).to.deep.equal(settings)
  })

  it('of a manifest go with the rest of it', () => {
    const text = JSON.stringify(
      journaledManifest({ name: 'main', settings: { primary_conninfo: 'postgresql://u:s3cret@h/' } }),
    )
    expect(text).to.equal('{"name":"main","settings":{"primary_conninfo":"***"}}')
  })
})
