import { expect } from 'chai'
import { editHba } from '../../../../src/postgresql/hba/edit.js'
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

describe('editHba', () => {
  const add = (text: string, ...records: HbaRecord[]) => editHba(text, { add: records })
  const remove = (text: string, ...records: HbaRecord[]) => editHba(text, { remove: records })
  const removeRole = (text: string, role: string) => editHba(text, { removeRoles: [role] })

  it('appends', () => {
    expect(add(TEXT, alice)).to.equal(TEXT + ALICE)
    expect(add(TEXT.trimEnd(), alice)).to.equal(TEXT + ALICE)
    expect(add('', alice, alice)).to.equal(ALICE)
  })

  it('does not add what is there', () => {
    expect(add(TEXT, bob)).to.equal(TEXT)
  })

  it('is not swallowed by a continued line', () => {
    for (const end of ['# note \\', '# note \\\n', '# note \\\r\n', '# note \\\n\n'])
      expect(hbaRecords(parseHba(add(TEXT + end, alice), 'f')), end).to.have.length(3)
  })

  it('names the file that it cannot read', () => {
    const edit = () => editHba('lcal all all trust', { add: [alice] }, '/d/pg_hba.conf')
    expect(edit).to.throw(/in \/d\/pg_hba.conf, line 1/)
  })

  it('works beside a record with an empty name', () => {
    expect(add('local all "" trust\n', alice)).to.include(ALICE)
  })

  it('takes the line out and leaves comments', () => {
    expect(remove(TEXT + ALICE, bob)).to.equal(`${TEXT.replace(/host.*\n/, '')}${ALICE}`)
    expect(remove(TEXT, alice)).to.equal(TEXT)
    expect(remove(add(TEXT, alice), alice)).to.equal(TEXT)
  })

  it('takes all physical lines of a continued record out', () => {
    expect(remove('# a\nhost db bob \\\n 10.0.0.1/32 md5\n# b\n', bob)).to.equal('# a\n# b\n')
  })

  it('removes before it adds', () => {
    expect(editHba(TEXT, { remove: [bob], add: [bob] })).to.match(/# bob's\nhost {4}db .* md5\n$/)
  })

  it("removes a role's own records only", () => {
    const text =
      'local all bob trust\nlocal all bob,eve trust\nlocal all "+bob" trust\nlocal all +bob trust\n'
    expect(removeRole(text, 'bob')).to.equal(text.split('\n').slice(1).join('\n'))
    expect(removeRole(text, '+bob')).to.equal(text.replace('local all "+bob" trust\n', ''))
    const others = 'local all all trust\nlocal all /bob trust\n'
    for (const role of ['nobody', 'all', '/bob', 'line\nbreak'])
      expect(removeRole(others, role)).to.equal(others)
  })

  it('takes thousands of records', () => {
    const records = Array.from({ length: 5000 }, (_, index) => ({ ...bob, users: [`u${index}`] }))
    const full = add(TEXT, ...records)
    expect(full.split('\n')).to.have.length(5005)
    expect(editHba(full, { removeRoles: records.flatMap(({ users }) => users) })).to.equal(TEXT)
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
