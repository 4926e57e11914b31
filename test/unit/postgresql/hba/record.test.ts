import { expect } from 'chai'
import {
  type HbaRecord,
  hbaItem,
  hbaItems,
  hbaName,
  recordKey,
} from '../../../../src/postgresql/hba/record.js'
import { tokenizeLine } from '../../../../src/postgresql/hba/tokens.js'
import { HOSTILE } from '../conf/hostile.js'

describe('names in HBA records', () => {
  it('are quoted only where needed', () => {
    expect(hbaName('bob', 'user')).to.equal('bob')
    expect(hbaName('all', 'user')).to.equal('"all"')
    expect(hbaName('replication', 'database')).to.equal('"replication"')
    expect(hbaName('replication', 'user')).to.equal('replication')
    expect(hbaName('+group', 'user')).to.equal('"+group"')
    expect(hbaName('@file', 'database')).to.equal('"@file"')
    expect(hbaName('my "db", #1', 'database')).to.equal('"my ""db"", #1"')
  })

  it('are read back as names, or refused', () => {
    let refused = 0
    for (const name of HOSTILE) {
      let written: string
      try {
        written = hbaName(name, 'database')
      } catch (error) {
        expect(error, name).to.have.property('code', 'PGLIFT_HBA_NAME')
        refused += 1
        continue
      }
      const [field, ...others] = tokenizeLine(`${written} next`)
      expect(others, name).to.have.length(1)
      expect(field, name).to.have.length(1)
      expect(field?.[0]?.text).to.equal(name)
      const special = /^[+@]/.test(name) || ['all', 'sameuser', 'replication'].includes(name)
      if (special) expect(field?.[0]?.quoted, name).to.equal(true)
    }
    // Empty, newlines (2), NUL, lone surrogate, leading slashes (2), 64 bytes (2).
    expect(refused).to.equal(9)
  })

  it('written by users keep their meaning', () => {
    const cases: [string, string][] = [
      ['all', 'all'],
      ['"all"', '"all"'],
      ['"bob"', 'bob'],
      ['+staff', '+staff'],
      ['+"my staff"', '+"my staff"'],
      ['"+staff"', '"+staff"'],
      ['/^a.*$', '/^a.*$'],
      ['"/^a,b$"', '"/^a,b$"'],
      ['my db', '"my db"'],
      ['a#b', '"a#b"'],
      ['a,b', '"a,b"'],
    ]
    for (const [text, item] of cases) {
      expect(hbaItem(text, 'user'), text).to.equal(item)
      expect(hbaItem(item, 'user'), item).to.equal(item)
    }
    for (const text of ['', '""', 'a\nb', 'a\0']) expect(() => hbaItem(text, 'user')).to.throw(/invalid user/)
  })

  it('come in lists', () => {
    expect(hbaItems('bob', 'user')).to.deep.equal(['bob'])
    expect(hbaItems('bob, "a,b",+staff , my db', 'user')).to.deep.equal(['bob', '"a,b"', '+staff', '"my db"'])
    for (const text of ['', ',', 'a,', 'a,,b'])
      expect(() => hbaItems(text, 'user'), text).to.throw(/it is empty/)
  })
})

const same = (a: HbaRecord, b: HbaRecord) => recordKey(a) === recordKey(b)

describe('recordKey', () => {
  const record: HbaRecord = {
    type: 'host',
    databases: ['all'],
    users: ['bob'],
    address: '127.0.0.1/32',
    method: 'ldap',
    options: { a: '1', b: '2' },
  }

  it('ignores quotes without meaning and the order of options', () => {
    expect(same(record, { ...record, users: ['"bob"'], options: { b: '2', a: '1' } })).to.equal(true)
    const bare = { ...record, options: {} }
    expect(same(bare, { ...record, options: undefined })).to.equal(true)
  })

  it('sees every difference', () => {
    const others: Partial<HbaRecord>[] = [
      { type: 'hostssl' },
      { databases: ['"all"'] },
      { users: ['bob', 'alice'] },
      { address: '127.0.0.1/24' },
      { address: '127.0.0.1', netmask: '255.255.255.255' },
      { method: 'trust' },
      { options: { a: '1' } },
    ]
    for (const other of others) expect(same(record, { ...record, ...other })).to.equal(false)
  })
})
