import { expect } from 'chai'
import { initdbOptions, parseCluster } from '../../../../src/operations/instance/upgrade-cluster.js'

const answer = (database: object) =>
  `\nPostgreSQL stand-alone backend 15.18\nbackend> \t 1: pglift_cluster\t(typeid = 25, len = -1, typmod = -1, byval = f)\n\t----\n\t 1: pglift_cluster = "${JSON.stringify(
    { superuser: 'post"gres', encoding: 'UTF8', database },
  )}"\t(typeid = 25, len = -1, typmod = -1, byval = f)\n\t----\nbackend> `

const BASE = { superuser: 'postgres', encoding: 'UTF8', collate: 'C', ctype: 'C.UTF-8' }

describe('a cluster to upgrade', () => {
  it('is read from what a single-user server prints', () => {
    const found = parseCluster(answer({ datcollate: 'C', datctype: 'fr_FR.UTF-8' }))
    expect(found).to.deep.equal({
      superuser: 'post"gres',
      encoding: 'UTF8',
      collate: 'C',
      ctype: 'fr_FR.UTF-8',
      provider: 'c',
      locale: null,
    })
  })

  it('has its ICU locale under the name of its major', () => {
    const of15 = { datcollate: 'C', datctype: 'C', datlocprovider: 'i', daticulocale: 'fr' }
    expect(parseCluster(answer(of15))?.locale).to.equal('fr')
    const of17 = { datcollate: 'C', datctype: 'C', datlocprovider: 'b', datlocale: 'C.UTF-8' }
    expect(parseCluster(answer(of17))?.locale).to.equal('C.UTF-8')
  })

  it('is not made up', () => {
    expect(parseCluster('backend> FATAL: nothing')).to.equal(undefined)
  })

  it('is made alike', () => {
    const plain = { ...BASE, provider: 'c', locale: null, walSegmentSize: 16 * 1024 * 1024 }
    expect(initdbOptions(plain, '13')).to.deep.equal(['--locale=C', '--lc-ctype=C.UTF-8'])
    const icu = { ...BASE, provider: 'i', locale: 'fr', walSegmentSize: 64 * 1024 * 1024 }
    expect(initdbOptions(icu, '16').slice(2)).to.deep.equal([
      '--locale-provider=icu',
      '--icu-locale=fr',
      '--wal-segsize=64',
    ])
    const builtin = { ...BASE, provider: 'b', locale: 'C.UTF-8', walSegmentSize: undefined }
    expect(initdbOptions(builtin, '18').slice(2)).to.deep.equal([
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ])
  })
})
