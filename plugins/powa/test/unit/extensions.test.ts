import { expect } from 'chai'
import { extensionsWith, librariesWith, packageOf, packagingOf } from '../../src/extensions.js'

describe('extensions of PoWA', () => {
  it('are created with itself last', () => {
    expect(extensionsWith([])).to.deep.equal([
      'btree_gist',
      'pg_qualstats',
      'pg_stat_statements',
      'pg_stat_kcache',
      'powa',
    ])
    expect(extensionsWith(['hypopg']).slice(-2)).to.deep.equal(['hypopg', 'powa'])
  })

  it('are loaded with pg_stat_statements first', () => {
    const libraries = ['pg_stat_statements', 'pg_stat_kcache', 'pg_qualstats']
    expect(librariesWith(['pg_track_settings', 'hypopg'])).to.deep.equal([...libraries, 'powa'])
    expect(librariesWith(['pg_wait_sampling'])).to.deep.equal([...libraries, 'pg_wait_sampling', 'powa'])
  })

  it('are in packages', () => {
    const both = (name: string) => [packageOf(name, '15', 'debian'), packageOf(name, '15', 'rpm')]
    expect(both('powa')).to.deep.equal(['postgresql-15-powa', 'powa_15'])
    expect(both('pg_stat_kcache')).to.deep.equal(['postgresql-15-pg-stat-kcache', 'pg_stat_kcache_15'])
    expect(both('btree_gist')).to.deep.equal(['postgresql-15', 'postgresql15-contrib'])
  })
})

describe('os-release', () => {
  it('tells which packages a system has', () => {
    expect(packagingOf('NAME="Debian GNU/Linux"\nID=debian\n')).to.equal('debian')
    expect(packagingOf('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).to.equal('debian')
    expect(packagingOf('ID="rocky"\nID_LIKE="rhel centos fedora"\n')).to.equal('rpm')
    expect(packagingOf('ID="sles"\nID_LIKE="suse"\n')).to.equal('rpm')
    expect(packagingOf('ID=arch\nVARIANT_ID=debian\n')).to.equal(undefined)
    expect(packagingOf('')).to.equal(undefined)
  })
})
