import { expect } from 'chai'
import {
  entryOf,
  memberOf,
  stanzaNameFault,
  stanzaPaths,
  stanzasOf,
  withEntry,
  withMember,
  withoutMember,
} from '../../../src/conf/stanza.js'

describe('files of stanzas', () => {
  const first = { path: '/a', port: 5432, user: 'backup', socketPath: '/run' }
  const second = { path: '/b', port: 5433, user: 'backup' }
  const both = withMember(withMember('', 'main', first), 'main', second)

  it('bind clusters to the next index', () => {
    expect(both).to.equal(
      '[main]\npg1-path=/a\npg1-port=5432\npg1-user=backup\npg1-socket-path=/run\npg2-path=/b\npg2-port=5433\npg2-user=backup\n',
    )
    expect([...stanzaPaths(both, 'main')]).to.deep.equal([
      [1, '/a'],
      [2, '/b'],
    ])
    expect(stanzasOf(both, '/b')).to.deep.equal(['main'])
    expect(memberOf(both, 'main', '/a')).to.deep.equal(first)
    expect(memberOf(both, 'main', '/c')).to.equal(undefined)
  })

  it('follow a change of the port, and of the data directory', () => {
    const moved = withMember(both, 'main', { ...second, port: 6000 })
    expect(moved).to.equal(both.replace('5433', '6000'))
    const upgraded = withMember(both, 'main', { ...first, path: '/new' }, '/a')
    expect([...stanzaPaths(upgraded, 'main').values()]).to.deep.equal(['/new', '/b'])
  })

  it('keep a pg1 when it goes, with the options that others have set', () => {
    const tuned = both.replace('pg2-user=backup', 'pg2-user=backup\npg2-database=shop\nprocess-max=3')
    const left = withoutMember(tuned, 'main', '/a')
    expect([...stanzaPaths(left, 'main')]).to.deep.equal([[1, '/b']])
    expect(left).to.contain('pg1-database=shop').and.to.contain('process-max=3').and.not.to.contain('pg2-')
    expect(withoutMember(both, 'main', '/c')).to.equal(both)
    expect(withoutMember(withoutMember(both, 'main', '/a'), 'main', '/b')).to.equal('')
  })

  it('get an entry back with the options that others have set, whatever became of it', () => {
    const tuned = both.replace('pg2-user=backup', 'pg2-user=backup\npg2-database=shop')
    const former = entryOf(tuned, 'main', '/b') ?? expect.fail('no entry')
    const dropped = withoutMember(tuned, 'main', '/b')
    expect(withEntry(dropped, 'main', former, '/b')).to.equal(tuned)
    const upgraded = withMember(tuned, 'main', { ...second, path: '/new', socketPath: '/run' }, '/b')
    expect(withEntry(upgraded, 'main', former, '/new')).to.equal(tuned)
    // Killed before the upgrade had changed it.
    expect(withEntry(tuned, 'main', former, '/new')).to.equal(tuned)
  })

  it('have names that are one file, one section and one directory', () => {
    for (const name of ['main', 'main-app', 'a.b_c', '15']) expect(stanzaNameFault(name)).to.equal(undefined)
    for (const name of ['', '.', '..', '../x', 'a/b', '-x', 'a b', 'a\nb', '[x]', 'global', 'a'.repeat(121)])
      expect(stanzaNameFault(name), name).to.be.a('string')
  })
})
