import { expect } from 'chai'
import {
  databaseOfFileName,
  dumpArgvs,
  dumpFileName,
  restoreArgvs,
} from '../../../../src/postgresql/argv/dump.js'

const DUMP = [['{bindir}/pg_dump', '-Fc', '-f', '{path}/{dbname}_{date}.dump', '-d', '{conninfo}']]
const RESTORE = [['{bindir}/pg_restore', '-d', '{conninfo}', '{createoption}', '{path}/{dbname}_{date}.dump']]
const VARIABLES = {
  bindir: '/b',
  path: '/dumps',
  dbname: 'ws1',
  date: '2023-11-20T11:18:50+00:00',
  conninfo: 'dbname=ws1',
}

describe('postgresql/argv/dump', () => {
  it('renders the default commands', () => {
    const file = '/dumps/ws1_2023-11-20T11:18:50+00:00.dump'
    expect(dumpArgvs(DUMP, VARIABLES)).to.deep.equal([['/b/pg_dump', '-Fc', '-f', file, '-d', 'dbname=ws1']])
    expect(restoreArgvs(RESTORE, { ...VARIABLES, createoption: '-C' })).to.deep.equal([
      ['/b/pg_restore', '-d', 'dbname=ws1', '-C', file],
    ])
  })

  it('leaves an empty {createoption} out', () => {
    expect(restoreArgvs(RESTORE, { ...VARIABLES, createoption: '' })[0]).to.have.length(4)
  })

  it('keeps a database name one file name', () => {
    const [argv] = dumpArgvs(DUMP, { ...VARIABLES, dbname: '../../etc/x' })
    expect(argv?.[3]).to.equal('/dumps/%2E.%2F..%2Fetc%2Fx_2023-11-20T11:18:50+00:00.dump')
    for (const name of ['a', '../x', 'a/b', '%2F', '.', 'a\nb', 'é', 'a b', "o'b"]) {
      expect(dumpFileName(name)).not.to.match(/[/\n]|^\./)
      expect(databaseOfFileName(dumpFileName(name))).to.equal(name)
    }
  })

  it('renders a value once: no placeholder comes out of a name', () => {
    const [argv] = dumpArgvs([['x', '{dbname}', '{{{dbname}}}']], { ...VARIABLES, dbname: '{conninfo}' })
    expect(argv).to.deep.equal(['x', '{conninfo}', '{{conninfo}}'])
  })

  it('refuses templates that are wrong', () => {
    for (const template of ['{nope}', '{', 'a}', '{__proto__}', '{}']) {
      expect(() => dumpArgvs([['x', template]], VARIABLES), template).to.throw('unknown placeholder')
    }
    expect(() => dumpArgvs([[]], VARIABLES)).to.throw('empty')
  })

  it('refuses a name that a program would take for an option, and a password', () => {
    expect(() => dumpArgvs([['x', '{dbname}']], { ...VARIABLES, dbname: '-x' })).to.throw(
      "'-x' would be taken for an option",
    )
    expect(() => dumpArgvs(DUMP, { ...VARIABLES, conninfo: 'password=x' })).to.throw(
      'a password was about to be put',
    )
  })
})
