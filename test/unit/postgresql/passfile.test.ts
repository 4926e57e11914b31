import { expect } from 'chai'
import { passfileEntries } from '../../../src/postgresql/passfile.js'

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
