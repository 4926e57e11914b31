import { expect } from 'chai'
import { instancePaths, instanceSearch } from '../../../src/settings/instance-paths.js'

const site = (datadir: string) => ({
  postgresql: { datadir, waldir: '/wal/{version}/{name}', dumps_directory: '/dumps/{version}-{name}' },
})

describe('instancePaths', () => {
  it('fills in version and name', () => {
    expect(instancePaths(site('/pg{{x}}/{version}/{name}/data'), '15', 'main')).to.deep.equal({
      datadir: '/pg{x}/15/main/data',
      waldir: '/wal/15/main',
      dumpsDirectory: '/dumps/15-main',
    })
  })

  it('does not read a name as a template', () => {
    expect(instancePaths(site('/pg/{name}'), '15', '{version}').datadir).to.equal('/pg/{version}')
  })

  for (const name of ['', '.', '..', '../x', 'a/b', 'a-b', 'a\nb', 'a\0', 'x'.repeat(300)]) {
    it(`refuses the name ${JSON.stringify(name).slice(0, 20)}`, () => {
      expect(() => instancePaths(site('/pg/{name}'), '15', name)).to.throw(/invalid instance name/)
    })
  }
})

describe('instanceSearch', () => {
  it('finds names below the version', () => {
    const { directory, nameOf } = instanceSearch(site('/pg/{version}/{name}/data'), '15')
    expect(directory).to.equal('/pg/15')
    expect(['main', 'a-b', '.'].map(nameOf)).to.deep.equal(['main', undefined, undefined])
  })

  it('takes names out of entries that hold more', () => {
    const { directory, nameOf } = instanceSearch(site('/pg/x+{version}-{name}.d/{name}'), '15')
    expect(directory).to.equal('/pg')
    expect(['x+15-main.d', 'x+16-main.d', 'xx15-main.d'].map(nameOf)).to.deep.equal([
      'main',
      undefined,
      undefined,
    ])
  })
})
