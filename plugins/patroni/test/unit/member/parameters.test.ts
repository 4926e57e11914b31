import { expect } from 'chai'
import { joinAddress, splitAddress } from '../../../src/member/config.js'
import { divide, fromParameters, sortOut, toParameters } from '../../../src/member/parameters.js'

describe('patroni: parameters', () => {
  it('go to the file and come back as they were', () => {
    const conf = { fsync: false, logging_collector: true, work_mem: '4MB', port: 5433 }
    expect(toParameters(conf)).to.deep.equal({
      fsync: 'off',
      logging_collector: 'on',
      work_mem: '4MB',
      port: 5433,
    })
    expect(fromParameters(toParameters(conf))).to.deep.equal(conf)
  })

  it("are the member's, the cluster's, or Patroni's", () => {
    const conf = { port: 5432, work_mem: '4MB', max_connections: 50, cluster_name: 'x' }
    expect(sortOut(conf)).to.deep.equal({
      own: { port: 5432, work_mem: '4MB' },
      ofTheCluster: { max_connections: 50 },
    })
    expect(divide(conf).member).to.deep.equal({ port: 5432 })
  })
})

describe('patroni: addresses', () => {
  it('may be those of IPv6', () => {
    expect(splitAddress('[::1]:8008')).to.deep.equal({ host: '::1', port: 8008 })
    expect(joinAddress('::1', 8008)).to.equal('[::1]:8008')
    expect(joinAddress('pg1.example', 8008)).to.equal('pg1.example:8008')
  })
})
