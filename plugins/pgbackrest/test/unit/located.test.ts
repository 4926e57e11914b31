import type { SiteSettings } from '@pglift/sdk'
import { expect } from 'chai'
import { instanceAt } from '../../src/located.js'

const site = (datadir: string, waldir: string) =>
  ({
    postgresql: { datadir, waldir, default_version: '15', versions: [{ version: '15', bindir: '/b' }] },
  }) as unknown as SiteSettings

describe('an instance by its data directory', () => {
  it('is found by the template of data directories', () => {
    const settings = site('/pg.data/{version}/{name}/data', '/wal/{version}/{name}')
    expect(instanceAt(settings, '/pg.data/15/main/data')).to.deep.equal({
      id: '15/main',
      qualname: '15-main',
      version: '15',
      name: 'main',
      bindir: '/b',
      datadir: '/pg.data/15/main/data',
      waldir: '/wal/15/main',
    })
    for (const other of ['/pgxdata/15/main/data', '/pg.data/15/a/b/data', '/pg.data/12/main/data', '/x'])
      expect(instanceAt(settings, other), other).to.equal(undefined)
    expect(instanceAt(site('/d/{name}', '/w/{name}'), '/d/main')?.id).to.equal('15/main')
  })
})
