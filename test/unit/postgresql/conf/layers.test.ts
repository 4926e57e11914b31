import { expect } from 'chai'
import { mergeConf, overwrittenMessage } from '../../../../src/postgresql/conf/layers.js'
import { mergeLibraries, parseLibraries, renderLibraries } from '../../../../src/postgresql/conf/libraries.js'

describe('mergeConf', () => {
  it('lets each layer win over those below', () => {
    const { conf, overwritten } = mergeConf({
      template: { port: 1, wal_level: 'minimal', lc_messages: 'C', fsync: true, work_mem: '4MB' },
      locale: { lc_messages: 'fr_FR', lc_time: 'fr_FR' },
      port: 2,
      user: { Wal_Level: 'logical', work_mem: null },
      components: [{ name: 'pgbackrest', conf: { wal_level: 'replica', archive_mode: true, fsync: 'on' } }],
    })
    expect(conf).to.deep.equal({
      port: 2,
      wal_level: 'replica',
      lc_messages: 'C',
      lc_time: 'fr_FR',
      fsync: 'on',
      archive_mode: true,
    })
    expect(overwritten).to.deep.equal([
      { name: 'wal_level', by: 'pgbackrest', forced: 'replica', instead: 'logical' },
    ])
    expect(overwritten.map(overwrittenMessage)).to.deep.equal([
      "parameter 'wal_level' is overwritten by 'pgbackrest' configuration, 'replica' will be used instead of 'logical'",
    ])
  })

  it("lets the user's port win over the instance's", () => {
    expect(mergeConf({ template: {}, port: 2, user: { port: 3 } }).conf).to.deep.equal({ port: 3 })
  })

  it('completes shared_preload_libraries', () => {
    const { conf, overwritten } = mergeConf({
      template: { shared_preload_libraries: 'from_template' },
      user: { shared_preload_libraries: 'auto_explain, pg_stat_statements' },
      components: [
        { name: 'powa', conf: { shared_preload_libraries: 'pg_qualstats, pg_stat_statements' } },
        { name: 'other', conf: { shared_preload_libraries: 'pg_qualstats' } },
      ],
    })
    expect(conf.shared_preload_libraries).to.equal('auto_explain, pg_stat_statements, pg_qualstats')
    expect(overwritten).to.deep.equal([])
  })
})

describe('lists of libraries', () => {
  it('are split as PostgreSQL splits them', () => {
    expect(parseLibraries('')).to.deep.equal([])
    expect(parseLibraries(' a ,b c,"d,e" , "f""g"')).to.deep.equal(['a', 'b c', 'd,e', 'f"g'])
    for (const bad of [',', 'a,', 'a,,b', '"a', '"a" b']) {
      expect(() => parseLibraries(bad), bad).to.throw(/invalid list in shared_preload_libraries/)
    }
  })

  it('are written so that they are read back', () => {
    const items = ['plain', 'with,comma', ' blank ', 'quo"te', '$libdir/x']
    expect(parseLibraries(renderLibraries(items))).to.deep.equal(items)
  })

  it('keep their text when nothing is added', () => {
    expect(mergeLibraries('a,  b', 'b')).to.equal('a,  b')
    expect(mergeLibraries('a, a', '')).to.equal('a')
    expect(mergeLibraries('', 'b')).to.equal('b')
  })
})
