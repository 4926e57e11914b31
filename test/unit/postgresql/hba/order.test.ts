import { expect } from 'chai'
import fc from 'fast-check'
import { editHba } from '../../../../src/postgresql/hba/edit.js'
import { hbaRecords, parseHba } from '../../../../src/postgresql/hba/parse.js'
import type { HbaRecord } from '../../../../src/postgresql/hba/record.js'

const record = (user: string): HbaRecord => ({
  type: 'local',
  databases: ['all'],
  users: [user],
  method: 'trust',
})

/** A file with a record for each of these users. */
const file = (...users: string[]) => users.map((user) => `local all ${user} trust # ${user}\n`).join('')

const users = (text: string) => hbaRecords(parseHba(text, 'f')).map((each) => each.users.join(','))

describe('editHba, ordered', () => {
  const ordered = (text: string, ...wanted: string[]) => editHba(text, { ordered: wanted.map(record) })

  it('leaves a file alone that has the records in this order, whatever stands between', () => {
    for (const text of [file('a', 'b'), file('x', 'a', 'y', 'b', 'z'), file('a', 'b').trimEnd()])
      expect(ordered(text, 'a', 'b')).to.equal(text)
  })

  it('puts a missing record behind the one before it, else before the next, else at the end', () => {
    expect(users(ordered(file('x', 'a', 'y'), 'a', 'b'))).to.deep.equal(['x', 'a', 'b', 'y'])
    expect(users(ordered(file('x', 'b', 'y'), 'a', 'b'))).to.deep.equal(['x', 'a', 'b', 'y'])
    expect(users(ordered(file('x', 'y'), 'a', 'b'))).to.deep.equal(['x', 'y', 'a', 'b'])
    expect(users(ordered('', 'a', 'b'))).to.deep.equal(['a', 'b'])
  })

  it('gives the places that the records have to them in their order; comments go with their records', () => {
    expect(ordered(file('b', 'x', 'a'), 'a', 'b')).to.equal(file('a', 'x', 'b'))
    expect(ordered(file('b', 'a').trimEnd(), 'a', 'b')).to.equal(file('a', 'b'))
  })

  it('takes records away before', () => {
    const edit = { remove: [record('x')], ordered: [record('a')] }
    expect(users(editHba(file('x', 'y'), edit))).to.deep.equal(['y', 'a'])
  })

  it('has nothing to do the second time, and keeps all other lines in their order', () => {
    const names = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'])
    fc.assert(
      fc.property(names, names, (present, wanted) => {
        const once = ordered(file(...present), ...wanted)
        expect(ordered(once, ...wanted)).to.equal(once)
        expect(users(once).filter((user) => wanted.includes(user))).to.deep.equal(wanted)
        const others = (list: string[]) => list.filter((user) => !wanted.includes(user))
        expect(others(users(once))).to.deep.equal(others(present))
      }),
    )
  })
})
