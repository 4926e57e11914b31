import { expect } from 'chai'
import { addRecord, removeRecord, removeRoleRecords } from '../../../../src/postgresql/hba/edit.js'
import { replaceAfterHeader } from '../../../../src/postgresql/hba/header.js'
import { hbaRecords, parseHba } from '../../../../src/postgresql/hba/parse.js'
import type { HbaRecord } from '../../../../src/postgresql/hba/record.js'

const TEXT = `# TYPE  DATABASE        USER            ADDRESS                 METHOD
local all all trust  # the first
# bob's
host  db   "bob"   10.0.0.1/32   md5
`
const bob: HbaRecord = {
  type: 'host',
  databases: ['db'],
  users: ['bob'],
  address: '10.0.0.1/32',
  method: 'md5',
}
const alice: HbaRecord = { ...bob, users: ['alice'] }
const ALICE = 'host    db              alice           10.0.0.1/32             md5\n'

describe('addRecord', () => {
  it('appends', () => {
    expect(addRecord(TEXT, alice)).to.deep.equal({ text: TEXT + ALICE, added: true })
    expect(addRecord(TEXT.trimEnd(), alice).text).to.equal(TEXT + ALICE)
    expect(addRecord('', alice).text).to.equal(ALICE)
  })

  it('does not add what is there', () => {
    expect(addRecord(TEXT, bob)).to.deep.equal({ text: TEXT, added: false })
  })

  it('is not swallowed by a continued line', () => {
    for (const end of ['# note \\', '# note \\\n', '# note \\\r\n', '# note \\\n\n']) {
      const { text } = addRecord(TEXT + end, alice)
      expect(hbaRecords(parseHba(text, 'f')), end).to.have.length(3)
    }
  })

  it('names the file that it cannot read', () => {
    expect(() => addRecord('lcal all all trust', alice, '/d/pg_hba.conf')).to.throw(
      /in \/d\/pg_hba.conf, line 1/,
    )
  })

  it('works beside a record with an empty name', () => {
    expect(addRecord('local all "" trust\n', alice).added).to.equal(true)
  })
})

describe('removeRecord', () => {
  it('takes the line out and leaves comments', () => {
    expect(removeRecord(TEXT + ALICE, bob)).to.deep.equal({
      text: `${TEXT.replace(/host.*\n/, '')}${ALICE}`,
      removed: true,
    })
    expect(removeRecord(TEXT, alice)).to.deep.equal({ text: TEXT, removed: false })
  })

  it('takes all physical lines of a continued record out', () => {
    expect(removeRecord('# a\nhost db bob \\\n 10.0.0.1/32 md5\n# b\n', bob).text).to.equal('# a\n# b\n')
  })

  it('undoes addRecord', () => {
    expect(removeRecord(addRecord(TEXT, alice).text, alice).text).to.equal(TEXT)
  })
})

describe('removeRoleRecords', () => {
  it("removes the role's own records only", () => {
    const text =
      'local all bob trust\nlocal all bob,eve trust\nlocal all "+bob" trust\nlocal all +bob trust\n'
    expect(removeRoleRecords(text, 'bob').text).to.equal(text.split('\n').slice(1).join('\n'))
    expect(removeRoleRecords(text, '+bob').text).to.equal(text.replace('local all "+bob" trust\n', ''))
    for (const role of ['nobody', 'all', '/bob']) {
      expect(removeRoleRecords('local all all trust\nlocal all /bob trust\n', role).removed, role).to.equal(
        false,
      )
    }
  })
})

describe('replaceAfterHeader', () => {
  it("keeps initdb's comments through the header", () => {
    const initdb = `# doc\n# TYPE  DATABASE        USER            ADDRESS                 METHOD\n\n# local\nlocal all all trust\n`
    expect(replaceAfterHeader(initdb, 'local all all peer')).to.equal(
      '# doc\n# TYPE  DATABASE        USER            ADDRESS                 METHOD\nlocal all all peer\n',
    )
    const ident = '# doc\n\n# MAPNAME       SYSTEM-USERNAME         PG-USERNAME\n'
    expect(replaceAfterHeader(ident, 'site a b\n')).to.equal(`${ident}site a b\n`)
    const ident16 = '# MAPNAME       SYSTEM-USERNAME         DATABASE-USERNAME\nx y z\n'
    expect(replaceAfterHeader(ident16, '')).to.equal(
      '# MAPNAME       SYSTEM-USERNAME         DATABASE-USERNAME\n',
    )
  })

  it('never leaves a record of initdb', () => {
    expect(replaceAfterHeader('# doc\n\nlocal all all trust\n# more\n', 'x')).to.equal('# doc\n\nx\n')
    expect(replaceAfterHeader('local all all trust\n', 'x\n')).to.equal('x\n')
    expect(replaceAfterHeader('# only comments\n', 'x\n')).to.equal('# only comments\nx\n')
    expect(replaceAfterHeader('', 'x\n')).to.equal('x\n')
  })
})
