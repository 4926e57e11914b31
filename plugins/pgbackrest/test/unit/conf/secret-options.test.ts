import { expect } from 'chai'
import { holdsSecret } from '../../../src/conf/secret-options.js'

describe('secrets in configuration of pgBackRest', () => {
  it('are known in whichever section they stand', () => {
    expect(holdsSecret('[global]\nrepo1-cipher-pass=x\n')).to.equal(true)
    expect(holdsSecret('[global]\nrepo1-path=/x\n[main]\nrepo2-s3-key-secret = x\n')).to.equal(true)
  })

  it('are not all that sounds like them', () => {
    expect(holdsSecret('[global]\nrepo1-cipher-type=aes-256-cbc\n# repo1-cipher-pass=x\n')).to.equal(false)
    expect(holdsSecret('')).to.equal(false)
  })
})
