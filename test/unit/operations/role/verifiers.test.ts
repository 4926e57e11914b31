import { expect } from 'chai'
import { Secret } from '../../../../src/models/secret.js'
import { newVerifiers, passwordStorage } from '../../../../src/operations/role/verifiers.js'
import { md5Verifier, scramVerifier, verifies } from '../../../../src/postgresql/scram.js'
import { observed, role } from './support.js'

const SCRAM = { encryption: 'scram-sha-256' } as const

describe('operations/role/verifiers', () => {
  it('follows the settings of the server', () => {
    expect(passwordStorage({ conf: {}, version: '15' })).to.deep.equal(SCRAM)
    expect(passwordStorage({ conf: { password_encryption: 'MD5' }, version: '15' }).encryption).to.equal(
      'md5',
    )
    expect(passwordStorage({ conf: { password_encryption: 'on' }, version: '13' }).encryption).to.equal('md5')
    const iterated = passwordStorage({ conf: { scram_iterations: 9000 }, version: '16' })
    expect(iterated).to.deep.equal({ ...SCRAM, iterations: 9000 })
    expect(passwordStorage({ conf: { scram_iterations: 9000 }, version: '15' })).to.deep.equal(SCRAM)
  })

  it('computes a verifier for a new password', async () => {
    const found = await newVerifiers([await role({ name: 'bob', password: 'pw' })], new Map(), SCRAM)
    expect(await verifies('pw', found.get('bob') ?? '', 'bob')).to.equal(true)
    const md5 = await newVerifiers([await role({ name: 'bob', password: 'pw' })], new Map(), {
      encryption: 'md5',
    })
    expect(md5.get('bob')).to.equal(md5Verifier('pw', 'bob'))
  })

  it('recognises an unchanged password, however it is stored', async () => {
    for (const stored of [await scramVerifier('pw'), md5Verifier('pw', 'bob')]) {
      const present = new Map([['bob', observed('bob', { verifier: new Secret(stored) })]])
      expect(
        (await newVerifiers([await role({ name: 'bob', password: 'pw' })], present, SCRAM)).size,
      ).to.equal(0)
      const other = await newVerifiers([await role({ name: 'bob', password: 'other' })], present, SCRAM)
      expect([...other.keys()]).to.deep.equal(['bob'])
      const same = await role({ name: 'bob', encrypted_password: stored })
      expect((await newVerifiers([same], present, SCRAM)).size).to.equal(0)
    }
  })

  it('says nothing of roles without a declared password', async () => {
    expect((await newVerifiers([await role({ name: 'bob' })], new Map(), SCRAM)).size).to.equal(0)
  })
})
