import { expect } from 'chai'
import { Secret } from '../../../../src/models/secret.js'
import {
  changedEntries,
  editPassfile,
  onlyEntries,
  type PassfileChange,
  passwordsOnPort,
  restoreEntries,
} from '../../../../src/operations/passfile/edit.js'

const TEXT = `# mine
db.example:5432:*:bob:far
*:5432:*:ann:a
*:5433:*:bob:b
`

const set = (role: string, password: string, port = 5432): PassfileChange => ({
  action: 'set',
  role,
  port,
  password: new Secret(password),
})

const CHANGES: readonly (readonly PassfileChange[])[] = [
  [set('ann', 'new')],
  [set('zoe', 'z'), set('ann', 'new')],
  [{ action: 'remove', role: 'ann', port: 5432 }],
  [{ action: 'remove-port', port: 5432 }],
  [{ action: 'move-port', from: 5432, to: 5433 }],
  [{ action: 'copy-port', from: 5433, to: 5432 }],
  [set('bob', 'x', 5433), { action: 'remove-port', port: 5433 }],
]

describe('operations/passfile/edit', () => {
  it('restores just the entries that were changed, whatever else changed meanwhile', () => {
    for (const changes of CHANGES) {
      const edited = editPassfile(TEXT, changes)
      const keys = changedEntries(TEXT, edited)
      const former = onlyEntries(TEXT, keys)
      const meanwhile = editPassfile(edited, [set('other', 'o', 6000)])
      const restored = restoreEntries(meanwhile, former, keys)
      const expected = editPassfile(TEXT, [set('other', 'o', 6000)])
      expect(restored.split('\n').sort(), JSON.stringify(changes)).to.deep.equal(expected.split('\n').sort())
      expect(restoreEntries(restored, former, keys)).to.equal(restored)
    }
  })

  it('keeps only former entries apart', () => {
    const edited = editPassfile(TEXT, [set('ann', 'new'), set('zoe', 'z')])
    const keys = changedEntries(TEXT, edited)
    expect(keys).to.have.deep.members([
      { role: 'ann', port: 5432 },
      { role: 'zoe', port: 5432 },
    ])
    expect(onlyEntries(TEXT, keys)).to.equal('*:5432:*:ann:a\n')
  })

  it('knows the passwords of a port, the first of two', () => {
    const text = `${TEXT}*:5432:*:ann:later\n`
    expect([...passwordsOnPort(text, 5432)]).to.deep.equal([['ann', 'a']])
  })

  it('is empty when nothing is left', () => {
    expect(editPassfile('*:5432:*:ann:a\n', [{ action: 'remove', role: 'ann', port: 5432 }])).to.equal('')
  })
})
