import { expect } from 'chai'
import { fill, search, serviceNameFault } from '../../src/names.js'

describe('names of exporters', () => {
  it('are in paths', () => {
    expect(fill('/etc/{{x}}/exp-{name}.conf', '15-main')).to.equal('/etc/{x}/exp-15-main.conf')
  })

  it('are found in paths', () => {
    const { directory, nameOf } = search('/etc/p.d/postgres_exporter-{name}.conf')
    expect(directory).to.equal('/etc/p.d')
    expect(nameOf('postgres_exporter-15-main.conf')).to.equal('15-main')
    for (const other of ['postgres_exporter-.conf', 'postgres_exporter-a.conf~', '.postgres_exporter-a.conf'])
      expect(nameOf(other), other).to.equal(undefined)
    const nested = search('/{{/{name}/exp-{name}')
    expect([nested.directory, nested.nameOf('a+b')]).to.deep.equal(['/{', 'a+b'])
    const twice = search('/x/{name}.{name}')
    expect([twice.nameOf('a.a'), twice.nameOf('a.b')]).to.deep.equal(['a', undefined])
  })

  it('of services become parts of files and units', () => {
    for (const name of ['15-main', 'db1.example', 'a_b@c:1'])
      expect(serviceNameFault(name)).to.equal(undefined)
    expect(serviceNameFault('a/b')).to.equal('must not contain slashes')
    for (const name of ['', '.x', '-x', 'a b', 'é', '%i', 'a'.repeat(121)])
      expect(serviceNameFault(name), name).to.be.a('string')
  })
})
