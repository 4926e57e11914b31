import { expect } from 'chai'
import { alternatives } from '../../../src/errors/alternatives.js'

describe('alternatives', () => {
  it('are told in words', () => {
    expect(alternatives([])).to.equal('')
    expect(alternatives(['a'])).to.equal('a')
    expect(alternatives(['a', 'b'])).to.equal('a or b')
    expect(alternatives(['a', 'b', 'c'])).to.equal('a, b or c')
  })
})
