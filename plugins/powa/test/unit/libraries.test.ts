import { expect } from 'chai'
import { hasPowa, librariesOf, libraryNames, listsAll, orderProblem, parameter } from '../../src/libraries.js'

describe('shared_preload_libraries', () => {
  it('is read as names', () => {
    expect(libraryNames(` a,"b c" , $libdir/powa.so,, `)).to.deep.equal(['a', 'b c', 'powa'])
    expect(librariesOf({ Shared_Preload_Libraries: 'powa' })).to.deep.equal(['powa'])
    expect(librariesOf({ shared_preload_libraries: null })).to.deep.equal([])
    expect(librariesOf({})).to.deep.equal([])
  })

  it('tells instances with PoWA, and settings that need nothing more for it', () => {
    const settings = (list: string) => ({ shared_preload_libraries: list })
    expect(hasPowa(settings('pg_stat_statements, powa'))).to.equal(true)
    expect(listsAll(settings('pg_stat_statements, powa'))).to.equal(false)
    expect(listsAll(settings('pg_stat_statements,pg_stat_kcache,pg_qualstats,powa,x'))).to.equal(true)
    expect(hasPowa({})).to.equal(false)
  })

  it('has pg_stat_statements before pg_stat_kcache', () => {
    expect(orderProblem([])).to.equal(undefined)
    expect(orderProblem(['pg_stat_statements', 'pg_stat_kcache'])).to.equal(undefined)
    for (const wrong of [['pg_stat_kcache'], ['pg_stat_kcache', 'pg_stat_statements']])
      expect(orderProblem(wrong)).to.contain("not preceded by 'pg_stat_statements'")
  })
})

describe('a parameter', () => {
  it('has no case', () => {
    expect(parameter({ 'PoWA.Frequency': '5s' }, 'powa.frequency')).to.equal('5s')
    expect(parameter({}, 'powa.frequency')).to.equal(undefined)
  })
})
