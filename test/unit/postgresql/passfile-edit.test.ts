import { expect } from 'chai'
import fc from 'fast-check'
import { passfileEntries } from '../../../src/postgresql/passfile.js'
import { PassfileEdit, type RoleEntry } from '../../../src/postgresql/passfile-edit.js'
import { HOSTILE } from './conf/hostile.js'

function edited<T>(text: string, work: (file: PassfileEdit) => T): { text: string; answer: T } {
  const file = new PassfileEdit(text)
  const answer = work(file)
  return { text: file.text(), answer }
}

const set = (text: string, port: number, role: string, password: string) =>
  edited(text, (file) => file.set({ port, role, password }))

const remove = (text: string, port: number, role: string) => edited(text, (file) => file.remove(port, role))

const passwordIn = (text: string, port: number, role: string) => new PassfileEdit(text).password(port, role)

describe('setting an entry', () => {
  it('adds an entry in its place', () => {
    const first = set('', 5433, 'bob', 'pw')
    expect(first).to.deep.equal({ text: '*:5433:*:bob:pw\n', answer: 'added' })
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
    expect(set(text, 1, 'a', 'y')).to.deep.equal({ text: '*:2:*:b:x\n*:1:*:a:y\n', answer: 'updated' })
    expect(set(text, 1, 'a', 'x')).to.deep.equal({ text, answer: 'unchanged' })
  })

  it('does not take a role called * for the wildcard', () => {
    const text = '*:1:*:*:all\n'
    const changed = set(text, 1, '*', 'star').text
    expect(changed).to.equal('*:1:*:\\*:star\n*:1:*:*:all\n')
    expect(passwordIn(changed, 1, '*')).to.equal('star')
    expect(remove(changed, 1, '*').text).to.equal(text)
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
      const changed = set('*:2:*:zoe:z\n', 1, text, text).text
      expect(passfileEntries(changed), text).to.have.length(2)
      expect(passwordIn(changed, 1, text), text).to.equal(text)
      expect(remove(changed, 1, text).text, text).to.equal('*:2:*:zoe:z\n')
    }
  })
})

describe('entries of a port', () => {
  const text = '# top\n*:1:*:a:x\n*:1:*:b:y\nhost:1:*:a:mine\n*:2:*:a:z\n'

  it('are removed, those of other hosts are left', () => {
    expect(edited(text, (file) => file.removePort(1))).to.deep.equal({
      text: '# top\nhost:1:*:a:mine\n*:2:*:a:z\n',
      answer: ['a', 'b'],
    })
    expect(edited(text, (file) => file.removePort(3))).to.deep.equal({ text, answer: [] })
  })

  it('leave nothing behind', () => {
    expect(edited('\n*:1:*:a:x\n\n', (file) => file.removePort(1)).text).to.equal('')
    expect(remove('*:1:*:a:x', 1, 'a')).to.deep.equal({ text: '', answer: true })
    expect(remove('*:1:*:a:x', 1, 'b')).to.deep.equal({ text: '*:1:*:a:x', answer: false })
    expect(edited('# kept\n*:1:*:a:x\n', (file) => file.removePort(1)).text).to.equal('# kept\n')
  })

  it('move to another port, over what is there', () => {
    expect(edited(text, (file) => file.movePort(1, 2))).to.deep.equal({
      text: '# top\nhost:1:*:a:mine\n*:2:*:a:x\n*:2:*:b:y\n',
      answer: ['a', 'b'],
    })
    expect(edited(text, (file) => file.movePort(1, 1))).to.deep.equal({ text, answer: [] })
    expect(edited(text, (file) => file.movePort(7, 8))).to.deep.equal({ text, answer: [] })
  })

  it('are copied for an upgrade', () => {
    expect(edited('*:1:*:a:x\n', (file) => file.copyPort(1, 2))).to.deep.equal({
      text: '*:1:*:a:x\n*:2:*:a:x\n',
      answer: ['a'],
    })
  })
})

describe('a password file', () => {
  const text = fc.string().filter((value) => !/[\n\r\0]/.test(value) && value.isWellFormed())
  const entry: fc.Arbitrary<RoleEntry> = fc.record({
    port: fc.integer({ min: 1, max: 4 }),
    role: fc.oneof(text, fc.constantFrom('a', '*')),
    password: text,
  })
  const start = '# top\nother:1:db:me:pw\n# last\n*:*:*:*:last\n'

  it('holds what was set last and keeps other lines, in any order of edits', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const { text: full } = edited(start, (file) => entries.map((each) => file.set(each)))
        const expected = new Map(entries.map(({ port, role, password }) => [`${port} ${role}`, password]))
        for (const { port, role } of entries)
          expect(passwordIn(full, port, role)).to.equal(expected.get(`${port} ${role}`))
        expect(passfileEntries(full)).to.have.length(expected.size + 2)
        const emptied = edited(full, (file) => entries.map(({ port, role }) => file.remove(port, role)))
        expect(emptied.text).to.equal(start)
      }),
    )
  })

  it('is the same whether edited at once or step by step', () => {
    const edit: fc.Arbitrary<(file: PassfileEdit) => unknown> = fc.oneof(
      entry.map((each) => (file: PassfileEdit) => file.set(each)),
      entry.map(
        ({ port, role }) =>
          (file: PassfileEdit) =>
            file.remove(port, role),
      ),
      entry.map(
        ({ port }) =>
          (file: PassfileEdit) =>
            file.movePort(port, 2),
      ),
    )
    fc.assert(
      fc.property(fc.array(edit), (edits) => {
        const once = edited(start, (file) => edits.map((each) => each(file)))
        const steps = edits.reduce((current, each) => edited(current, each).text, start)
        expect(once.text).to.equal(steps)
      }),
    )
  })

  it('takes ten thousand roles', () => {
    const roles = Array.from({ length: 10_000 }, (_, index) => `role${(index * 7919) % 10_000}`)
    const { text: full } = edited(start, (file) =>
      roles.map((role) => file.set({ port: 1, role, password: role })),
    )
    expect(passfileEntries(full)).to.have.length(10_002)
    const { text: gone } = edited(full, (file) => roles.map((role) => file.remove(1, role)))
    expect(gone).to.equal(start)
  })
})
