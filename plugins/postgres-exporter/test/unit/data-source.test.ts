import { expect } from 'chai'
import { fromEnvironment, toDataSource, unwritable } from '../../src/data-source.js'

const LOCAL = { user: 'prometheus', host: '/run/pg', port: '5432', dbname: 'postgres', sslmode: 'disable' }

describe('a data source of postgres_exporter', () => {
  it('is a URI, sockets among its parameters', () => {
    expect(toDataSource(LOCAL)).to.deep.equal({
      url: 'postgresql://prometheus@:5432/postgres?host=%2Frun%2Fpg&sslmode=disable',
      variables: {},
    })
  })

  it('names the host of a remote server in front', () => {
    const { url } = toDataSource({ host: 'db1.example', user: 'u', dbname: 'd' })
    expect(url).to.equal('postgresql://u@db1.example/d')
    expect(toDataSource({ host: '::1', port: '5433' }).url).to.equal('postgresql://@[::1]:5433/')
  })

  it('holds any password', () => {
    for (const password of ['simple', 'a:b@c/d?e#f&g%h=i', "it's", 'back\\slash', '"$x`', 'é€😀', "!'()*~"]) {
      const { url, variables } = toDataSource({ ...LOCAL, password })
      expect(variables, password).to.deep.equal({})
      expect(url, password)
        .to.match(/^[\x21-\x7e]+$/)
        .and.not.match(/['"\\$`]/)
      expect(fromEnvironment({ DATA_SOURCE_NAME: url })).to.deep.equal({ ...LOCAL, password })
    }
  })

  it('leaves blanks to the environment, as the exporter would print what holds one', () => {
    const parameters = { ...LOCAL, host: '/run/my sockets', password: ' p w\t' }
    const { url, variables } = toDataSource(parameters)
    expect(url).to.equal('postgresql://prometheus@:5432/postgres?sslmode=disable')
    expect(variables).to.deep.equal({ PGHOST: '/run/my sockets', PGPASSWORD: ' p w\t' })
    expect(fromEnvironment({ ...variables, DATA_SOURCE_NAME: url })).to.deep.equal(parameters)
  })

  it('can hold no other blanks', () => {
    expect(unwritable({ host: '/a b', keepalives_idle: '1 0', port: '1' })).to.deep.equal(['keepalives_idle'])
  })
})
