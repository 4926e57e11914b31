import { expect } from 'chai'
import fc from 'fast-check'
import {
  changePort,
  copyPort,
  entryPassword,
  passfileEntries,
  removeEntry,
  removePort,
  setEntry,
} from '../../../src/postgresql/passfile.js'
import { HOSTILE } from './conf/hostile.js'

const set = (text: string, port: number, role: string, password: string) =>
  setEntry(text, { port, role, password })

describe('passfileEntries', () => {
  it('reads what libpq reads', () => {
    const text =
      '# comment\nh:1:d:u:p\n*:*:*:*:x\n\nshort:1:d:u\n\\*:5432:a\\:b:c\\\\d:p\\:w\\\\\r\n#h:1:d:u:p\nh:1:d:u:a:b\n'
    expect(passfileEntries(text)).to.deep.equal([
      { host: 'h', port: '1', database: 'd', user: 'u', password: 'p' },
      { host: undefined, port: undefined, database: undefined, user: undefined, password: 'x' },
      { host: '*', port: '5432', database: 'a:b', user: 'c\\d', password: 'p:w\\' },
      { host: 'h', port: '1', database: 'd', user: 'u', password: 'a' },
    ])
  })
})

describe('setEntry', () => {
  it('adds an entry in its place', () => {
    const first = set('', 5433, 'bob', 'pw')
    expect(first).to.deep.equal({ text: '*:5433:*:bob:pw\n', outcome: 'added' })
    const second = set(first.text, 5432, 'zoe', 'z')
    expect(second.text).to.equal('*:5432:*:zoe:z\n*:5433:*:bob:pw\n')
    expect(set(second.text, 5432, 'al', 'a').text).to.equal(
      '*:5432:*:al:a\n*:5432:*:zoe:z\n*:5433:*:bob:pw\n',
    )
    expect(set(second.text, 10000, 'al', 'a').text).to.equal(
      '*:5432:*:zoe:z\n*:5433:*:bob:pw\n*:10000:*:al:a\n',
    )
  })

  it('stays before entries that match more, after those that match less', () => {
    const text = 'h:5432:d:bob:exact\n*:*:*:bob:any\n'
    expect(set(text, 5432, 'bob', 'pw').text).to.equal('h:5432:d:bob:exact\n*:5432:*:bob:pw\n*:*:*:bob:any\n')
  })

  it('keeps comments: the first on top, others above their entry', () => {
    const text = "# my file\n\n*:2:*:a:x\n# b's\n*:4:*:b:x\n# end\n"
    expect(set(text, 1, 'r', 'p').text).to.equal(
      "# my file\n\n*:1:*:r:p\n*:2:*:a:x\n# b's\n*:4:*:b:x\n# end\n",
    )
    expect(set(text, 3, 'r', 'p').text).to.equal(
      "# my file\n\n*:2:*:a:x\n*:3:*:r:p\n# b's\n*:4:*:b:x\n# end\n",
    )
    expect(set(text, 5, 'r', 'p').text).to.equal(
      "# my file\n\n*:2:*:a:x\n# b's\n*:4:*:b:x\n*:5:*:r:p\n# end\n",
    )
    expect(set('# only\n', 5, 'r', 'p').text).to.equal('# only\n*:5:*:r:p\n')
  })

  it('changes a password in place, and nothing when it is the same', () => {
    const text = '*:2:*:b:x\n*:1:*:a:x'
    expect(set(text, 1, 'a', 'y')).to.deep.equal({ text: '*:2:*:b:x\n*:1:*:a:y\n', outcome: 'updated' })
    expect(set(text, 1, 'a', 'x')).to.deep.equal({ text, outcome: 'unchanged' })
  })

  it('does not take a role called * for the wildcard', () => {
    const text = '*:1:*:*:all\n'
    const edited = set(text, 1, '*', 'star').text
    expect(edited).to.equal('*:1:*:\\*:star\n*:1:*:*:all\n')
    expect(entryPassword(edited, '*', 1)).to.equal('star')
    expect(removeEntry(edited, '*', 1).text).to.equal(text)
  })

  it('carries hostile roles and passwords, or refuses them without showing them', () => {
    for (const text of HOSTILE) {
      const refused = /[\n\r\0]/.test(text) || !text.isWellFormed()
      if (refused) {
        expect(() => set('', 1, 'bob', `s3cret${text}`)).to.throw(/cannot hold this password/)
        expect(() => set('', 1, 'bob', `s3cret${text}`)).not.to.throw(/s3cret/)
        expect(() => set('', 1, text, 'p')).to.throw(/cannot hold this role/)
        continue
      }
      const edited = set('*:2:*:zoe:z\n', 1, text, text).text
      expect(passfileEntries(edited), text).to.have.length(2)
      expect(entryPassword(edited, text, 1), text).to.equal(text)
      expect(removeEntry(edited, text, 1).text, text).to.equal('*:2:*:zoe:z\n')
    }
  })
})

describe('entries of a port', () => {
  const text = '# top\n*:1:*:a:x\n*:1:*:b:y\nhost:1:*:a:mine\n*:2:*:a:z\n'

  it('are removed, those of other hosts are left', () => {
    expect(removePort(text, 1)).to.deep.equal({
      text: '# top\nhost:1:*:a:mine\n*:2:*:a:z\n',
      roles: ['a', 'b'],
    })
    expect(removePort(text, 3)).to.deep.equal({ text, roles: [] })
  })

  it('leave nothing behind', () => {
    expect(removePort('\n*:1:*:a:x\n\n', 1).text).to.equal('')
    expect(removeEntry('*:1:*:a:x', 'a', 1)).to.deep.equal({ text: '', removed: true })
    expect(removeEntry('*:1:*:a:x', 'b', 1)).to.deep.equal({ text: '*:1:*:a:x', removed: false })
    expect(removePort('# kept\n*:1:*:a:x\n', 1).text).to.equal('# kept\n')
  })

  it('move to another port, over what is there', () => {
    expect(changePort(text, 1, 2)).to.deep.equal({
      text: '# top\nhost:1:*:a:mine\n*:2:*:a:x\n*:2:*:b:y\n',
      roles: ['a', 'b'],
    })
    expect(changePort(text, 1, 1)).to.deep.equal({ text, roles: [] })
    expect(changePort(text, 7, 8)).to.deep.equal({ text, roles: [] })
  })

  it('are copied for an upgrade', () => {
    expect(copyPort('*:1:*:a:x\n', 1, 2)).to.deep.equal({ text: '*:1:*:a:x\n*:2:*:a:x\n', roles: ['a'] })
  })
})

describe('a password file', () => {
  it('holds what was set last and keeps other lines, in any order of edits', () => {
    const text = fc.string().filter((value) => !/[\n\r\0]/.test(value) && value.isWellFormed())
    const edit = fc.record({
      port: fc.integer({ min: 1, max: 4 }),
      role: fc.oneof(text, fc.constantFrom('a', '*')),
      password: text,
    })
    fc.assert(
      fc.property(fc.array(edit), (edits) => {
        const start = '# top\nother:1:db:me:pw\n*:*:*:*:last\n'
        const edited = edits.reduce((current, next) => setEntry(current, next).text, start)
        const expected = new Map(edits.map(({ port, role, password }) => [`${port} ${role}`, password]))
        for (const { port, role } of edits) {
          expect(entryPassword(edited, role, port)).to.equal(expected.get(`${port} ${role}`))
        }
        expect(passfileEntries(edited)).to.have.length(expected.size + 2)
        const emptied = edits.reduce(
          (current, { role, port }) => removeEntry(current, role, port).text,
          edited,
        )
        expect(emptied).to.equal(start)
      }),
    )
  })
})
