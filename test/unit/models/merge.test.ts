import { expect } from 'chai'
import { merge } from '../../../src/models/merge.js'
import { Secret } from '../../../src/models/secret.js'

describe('models/merge', () => {
  it('lays changes over what exists', () => {
    const current = { name: 'a', port: 1, standby: { slot: null, status: 'demoted' }, list: [1] }
    const changes = { port: 2, standby: { slot: 's' }, list: [2], state: undefined }
    expect(merge(current, changes)).to.deep.equal({
      name: 'a',
      port: 2,
      standby: { slot: 's', status: 'demoted' },
      list: [2],
    })
    expect(current.port).to.equal(1)
  })

  it('replaces secrets whole', () => {
    const after = new Secret('b')
    expect(merge({ password: new Secret('a') }, { password: after }).password).to.equal(after)
  })
})
