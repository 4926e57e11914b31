import { expect } from 'chai'
import { canonicalJson, differences } from '../../../../src/operations/host/fingerprint.js'

describe('differences of fingerprints', () => {
  const seen = { 'instance 15/a': '1', "role 'bob' of 15/a": '2', "role 'eve' of 15/a": 'absent' }

  it('are none for the same world', () => {
    expect(differences(seen, { ...seen })).to.deep.equal([])
  })

  it('name what was changed, came and went', () => {
    const now = { 'instance 15/a': '9', "role 'bob' of 15/a": 'absent', "role 'eve' of 15/a": '3' }
    expect(differences(seen, now)).to.deep.equal([
      'instance 15/a was changed',
      "role 'bob' of 15/a is gone",
      "role 'eve' of 15/a was created",
    ])
  })

  it('say of an instance that came or went nothing but that', () => {
    expect(differences(seen, { 'instance 15/a': 'absent' })).to.deep.equal(['instance 15/a is gone'])
    expect(differences({ 'instance 15/a': 'absent' }, seen)).to.deep.equal(['instance 15/a was created'])
  })

  it('do not depend on the order of keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).to.equal('{"a":null,"b":[{"c":2,"d":1}]}')
  })
})
