import { expect } from 'chai'
import { instanceAt } from '../../src/instance-at.js'

type Settings = Parameters<typeof instanceAt>[0]

const site = (datadir: string): Settings => ({
  postgresql: {
    datadir,
    default_version: '15',
    versions: [{ version: '15', bindir: '/b' }],
  } as unknown as Settings['postgresql'],
})

describe('an instance by its data directory', () => {
  it('is found by the template of data directories', () => {
    const settings = site('/pg.data/{version}/{name}/data')
    expect(instanceAt(settings, '/pg.data/15/main/data')).to.deep.equal({ version: '15', name: 'main' })
    for (const other of ['/pgxdata/15/main/data', '/pg.data/15/a/b/data', '/pg.data/12/main/data', '/x'])
      expect(instanceAt(settings, other), other).to.equal(undefined)
  })

  it('is found where its name stands twice', () => {
    const settings = site('/{name}/{version}/{name}')
    expect(instanceAt(settings, '/main/15/main')).to.deep.equal({ version: '15', name: 'main' })
    expect(instanceAt(settings, '/main/15/other')).to.equal(undefined)
  })

  it('is of the major of new instances when the template names none', () => {
    expect(instanceAt(site('/d{{1}}/{name}'), '/d{1}/main')).to.deep.equal({ version: '15', name: 'main' })
  })
})
