import { expect } from 'chai'
import { authorship, marked } from '../../src/marked-file.js'

describe('files that pglift writes', () => {
  const text = marked('[Unit]\nDescription=x\n', 'Do not.')

  it('are known again', () => {
    expect(text).to.match(/^# Written by pglift.* Do not\.\n# Digest: [0-9a-f]{16}\n\[Unit\]\n/)
    expect(authorship(text)).to.equal('ours')
  })

  it('are known to be edited', () => {
    expect(authorship(text.replace('=x', '=y'))).to.equal('edited')
    expect(authorship(`${text}\n`)).to.equal('edited')
  })

  it("are told from others'", () => {
    expect(authorship('[Unit]\nDescription=x\n')).to.equal('foreign')
    expect(authorship('')).to.equal('foreign')
  })
})
