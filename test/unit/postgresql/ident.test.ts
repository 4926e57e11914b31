import { expect } from 'chai'
import { tokenizeLine } from '../../../src/postgresql/hba/tokens.js'
import { identName } from '../../../src/postgresql/ident.js'
import { HOSTILE } from './conf/hostile.js'

describe('names in pg_ident.conf', () => {
  it('are written as one word that means the name, or refused', () => {
    for (const name of HOSTILE) {
      let word: string
      try {
        word = identName(name)
      } catch (error) {
        expect(error).to.have.property('code', 'PGLIFT_IDENT_NAME')
        expect(name === '' || /^\/|[\n\0]/.test(name) || !name.isWellFormed(), name).to.equal(true)
        continue
      }
      const fields = tokenizeLine(`site ${word} x`)
      expect(
        fields.map((field) => field.map(({ text }) => text)),
        name,
      ).to.deep.equal([['site'], [name], ['x']])
    }
  })

  it('are quoted where they would mean more', () => {
    expect(identName('all')).to.equal('"all"')
    expect(identName('+x')).to.equal('"+x"')
    expect(identName('bob')).to.equal('bob')
  })
})
