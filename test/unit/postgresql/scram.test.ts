import { expect } from 'chai'
import { saslprep } from '../../../src/postgresql/saslprep.js'
import {
  md5Verifier,
  passwordFault,
  passwordVerifier,
  scramVerifier,
  verifies,
} from '../../../src/postgresql/scram.js'
import { isEncryptedPassword } from '../../../src/postgresql/stored-password.js'

const SALT = Buffer.from('0123456789abcdef')

describe('postgresql/scram', () => {
  it('computes the verifier of RFC 7677', async () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
    expect(await scramVerifier('pencil', { salt, iterations: 4096 })).to.equal(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    )
  })

  it('salts each verifier', async () => {
    expect(await scramVerifier('x')).not.to.equal(await scramVerifier('x'))
  })

  for (const password of ['simple', 'päß', '\u00a0x', 'ﬁ', '😀ﬁ', '\u0001b', '\u00ad', 'x'.repeat(300)]) {
    it(`verifies ${JSON.stringify(password.slice(0, 20))}`, async () => {
      const verifier = await scramVerifier(password, { iterations: 2, salt: SALT })
      expect(await verifies(password, verifier, 'r')).to.equal(true)
      expect(await verifies(`${password}x`, verifier, 'r')).to.equal(false)
    })
  }

  it('makes md5 only when the server wants it', async () => {
    expect(md5Verifier('pw', 'u')).to.equal('md5b350798a23d7544eb353a6f8dca231c2')
    expect(await passwordVerifier('pw', 'u', 'md5')).to.equal(md5Verifier('pw', 'u'))
    expect(await passwordVerifier('pw', 'u')).to.match(/^SCRAM-SHA-256\$4096:/)
    expect(await verifies('pw', md5Verifier('pw', 'u'), 'u')).to.equal(true)
    expect(await verifies('pw', md5Verifier('pw', 'u'), 'v')).to.equal(false)
  })

  it('tells a verifier from a password', async () => {
    expect(isEncryptedPassword(await scramVerifier('x', { iterations: 1 }))).to.equal(true)
    expect(isEncryptedPassword(md5Verifier('x', 'y'))).to.equal(true)
    for (const text of [
      '',
      'x',
      `md5${'A'.repeat(32)}`,
      `md5${'a'.repeat(31)}`,
      'SCRAM-SHA-256$4096:AA==$AA==:AA==',
    ]) {
      expect(isEncryptedPassword(text), text).to.equal(false)
    }
    expect(await verifies('x', 'unknown', 'u')).to.equal(false)
  })

  it('refuses what PostgreSQL cannot hold, without quoting it', async () => {
    expect(passwordFault('')).to.equal('password must not be empty')
    expect(passwordFault('a\0b')).to.equal('password must not contain a NUL character')
    expect(passwordFault('\ud800')).to.equal('password is not valid Unicode')
    const error: unknown = await scramVerifier('a\0b').catch((caught: unknown) => caught)
    expect(error).to.have.property('code', 'PGLIFT_PASSWORD')
  })

  for (const [typed, prepared, why] of [
    ['\u00a0x', ' x', 'a non-ASCII space'],
    ['a\u00adb', 'ab', 'a soft hyphen vanishes'],
    ['ﬁ', 'fi', 'NFKC'],
    ['Ⅷ', 'VIII', 'NFKC'],
    ['אבג', 'אבג', 'all right to left'],
    ['אﬁ', 'אﬁ', 'mixed directions: as typed'],
    ['😀ﬁ', '😀ﬁ', 'unassigned in Unicode 3.2: as typed'],
    ['é\u0001ﬁ', 'é\u0001ﬁ', 'prohibited: as typed'],
    ['\u00ad', '\u00ad', 'nothing left: as typed'],
  ] as const) {
    it(`prepares by SASLprep: ${why} (${JSON.stringify(typed)})`, () =>
      expect(saslprep(typed)).to.equal(prepared))
  }
})
