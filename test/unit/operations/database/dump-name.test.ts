import { expect } from 'chai'
import { dumpDate, dumpId, parseDumpName } from '../../../../src/operations/database/dump-name.js'
import { listDumps } from '../../../../src/operations/database/dumps.js'
import { targets } from '../../../../src/operations/database/run.js'
import { dumpFileName } from '../../../../src/postgresql/argv/dump.js'

describe('operations/database/dump-name', () => {
  const date = '2023-11-20T11:18:50+00:00'

  it('writes the local time with its offset', () => {
    const now = new Date('2023-11-20T11:18:50.789Z')
    expect(dumpDate(now)).to.match(/^2023-11-2\dT\d\d:\d\d:50[+-]\d\d:\d\d$/)
    expect(Date.parse(dumpDate(now))).to.equal(Date.parse('2023-11-20T11:18:50Z'))
  })

  it('identifies a dump by database and date', () => {
    expect(dumpId('ws1', date)).to.match(/^ws1_[0-9a-f]{10}$/)
    expect(dumpId('ws1', date)).to.equal(dumpId('ws1', date))
    expect(dumpId('ws1', date)).not.to.equal(dumpId('ws1', '2023-11-20T11:18:51+00:00'))
  })

  it('reads back what it wrote, whatever the name', () => {
    for (const dbname of ['ws1', '../evil', '-rf', 'a_b', 'x_2023-11-20T11:18:50+00:00.dump', '%2F', 'é\n'])
      expect(parseDumpName(`${dumpFileName(dbname)}_${date}.dump`), dbname).to.deep.equal({ dbname, date })
    for (const file of ['ws1.dump', `ws1_${date}.sql`, `_${date}.dump`, '.dump-2023', `ws1_${date}.dump.tmp`])
      expect(parseDumpName(file), file).to.equal(undefined)
  })

  it('lists dumps by name and time, of the databases asked for', async () => {
    const names = ['b', 'a'].flatMap((name) =>
      ['2023-11-20T11:18:50+02:00', '2023-11-20T10:00:00+00:00'].map((when) => `${name}_${when}.dump`),
    )
    const list = async () => [...names, 'README', '.dump-x']
    const host = { effects: { files: { list } } } as unknown as Parameters<typeof listDumps>[0]
    const all = await listDumps(host, { dumpsDirectory: '/d' })
    expect(all.map(({ path }) => path)).to.deep.equal([
      '/d/a_2023-11-20T11:18:50+02:00.dump',
      '/d/a_2023-11-20T10:00:00+00:00.dump',
      '/d/b_2023-11-20T11:18:50+02:00.dump',
      '/d/b_2023-11-20T10:00:00+00:00.dump',
    ])
    const some = await listDumps(host, { dumpsDirectory: '/d' }, ['b'])
    expect(some.map(({ dbname }) => dbname)).to.deep.equal(['b', 'b'])
  })

  it('says where a statement is going to run', () => {
    expect(targets({})).to.equal('ALL databases')
    expect(targets({ excluded: ['a', 'b'] })).to.equal('ALL databases except a, b')
    expect(targets({ names: ['a', 'b'], excluded: ['b'] })).to.equal('a')
  })
})
