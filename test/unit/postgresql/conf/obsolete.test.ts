import { expect } from 'chai'
import { obsoleteParameters } from '../../../../src/postgresql/conf/obsolete.js'

describe('obsoleteParameters', () => {
  const names = (version: number) =>
    obsoleteParameters(
      {
        port: 5432,
        old_snapshot_threshold: -1,
        lc_collate: 'C',
        stats_temp_directory: '/run',
        operator_precedence_warning: false,
        ssl_ecdh_curve: 'prime256v1',
      },
      version,
    ).map(({ name }) => name)

  it('grows with the major version', () => {
    expect(names(13)).to.deep.equal([])
    expect(names(14)).to.deep.equal(['operator_precedence_warning'])
    expect(names(15)).to.deep.equal(['operator_precedence_warning', 'stats_temp_directory'])
    expect(names(16)).to.deep.equal(['lc_collate', 'operator_precedence_warning', 'stats_temp_directory'])
    expect(names(17)).to.include('old_snapshot_threshold').and.not.include('ssl_ecdh_curve')
    expect(names(18)).to.include('ssl_ecdh_curve')
  })

  it('tells what takes the place of a renamed parameter', () => {
    expect(obsoleteParameters({ wal_keep_segments: 10, force_parallel_mode: true }, 16)).to.deep.equal([
      { name: 'force_parallel_mode', since: 16, replacedBy: 'debug_parallel_query', replacement: true },
      { name: 'wal_keep_segments', since: 13, replacedBy: 'wal_keep_size', replacement: '160MB' },
    ])
    expect(obsoleteParameters({ wal_keep_segments: 'x' }, 13)).to.deep.equal([
      { name: 'wal_keep_segments', since: 13, replacedBy: 'wal_keep_size' },
    ])
    expect(obsoleteParameters({ ssl_ecdh_curve: 'X25519' }, 18)[0]).to.include({
      alias: true,
      replacement: 'X25519',
    })
  })
})
