import { expect } from 'chai'
import { passfileEntries, passwordIn, renderEntry } from '../../../src/postgresql/passfile.js'

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

describe('renderEntry', () => {
  it('writes what libpq reads back', () => {
    expect(renderEntry({ password: 'a:b\\c' })).to.equal('*:*:*:*:a\\:b\\\\c')
    expect(renderEntry({ user: '*', password: 'x' })).to.equal('*:*:*:\\*:x')
    expect(() => renderEntry({ password: 'a\nb' })).to.throw('line break')
  })
})

describe('passwordIn', () => {
  const text = '/run:5432:*:bob:socket\n*:5433:app:bob:app\n*:5433:*:bob:any\nlocalhost:*:*:*:local\n'
  const find = (over: object) =>
    passwordIn(text, { hosts: ['h'], ports: [5433], database: 'postgres', user: 'bob', ...over })

  it('is that of the first entry that matches', () => {
    expect(find({})).to.equal('any')
    expect(find({ database: 'app' })).to.equal('app')
    expect(find({ hosts: ['/run', 'localhost'], ports: [5432, 5433] })).to.equal('socket')
    expect(find({ hosts: ['/run', 'localhost'], ports: [1] })).to.equal('local')
  })

  it('is none where no entry matches', () => {
    expect(find({ user: 'ann' })).to.equal(undefined)
    expect(find({ ports: [5432] })).to.equal(undefined)
  })
})
