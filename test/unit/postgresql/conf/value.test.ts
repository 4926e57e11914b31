import { expect } from 'chai'
import {
  formatForShow,
  parameterName,
  sameConfValue,
  serializeConfValue,
  typedValue,
} from '../../../../src/postgresql/conf/value.js'

describe('values of postgresql.conf', () => {
  it('types what stands unquoted', () => {
    const cases: [string, unknown][] = [
      ['on', true],
      ['OFF', false],
      ['yes', true],
      ['false', false],
      ['5432', 5432],
      ['-1', -1],
      ['-0', 0],
      ['1.5', 1.5],
      ['.5', 0.5],
      ['1.5e3', 1500],
      ['0600', '0600'],
      ['0x10', '0x10'],
      ['128MB', '128MB'],
      ['9007199254740993', '9007199254740993'],
      ['replica', 'replica'],
    ]
    for (const [text, value] of cases) expect(typedValue(text, false), text).to.equal(value)
  })

  it('leaves what stands between quotes a string', () => {
    for (const text of ['on', '5432', '']) expect(typedValue(text, true)).to.equal(text)
  })

  it('quotes strings only', () => {
    expect(serializeConfValue('replica')).to.equal("'replica'")
    expect(serializeConfValue("it's a \\")).to.equal("'it''s a \\\\'")
    expect(serializeConfValue('a\rb')).to.equal("'a\\rb'")
    expect(serializeConfValue(5432)).to.equal('5432')
    expect(serializeConfValue(0.1)).to.equal('0.1')
    expect(serializeConfValue(true)).to.equal('on')
    expect(serializeConfValue(false)).to.equal('off')
  })

  it('quotes numbers that the grammar has no bare form for', () => {
    expect(serializeConfValue(1e-7)).to.equal("'1e-7'")
    expect(serializeConfValue(1e21)).to.equal("'1e+21'")
  })

  it('refuses what does not fit one line', () => {
    for (const value of ['a\nb', 'a\0b', '\ud800', Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => serializeConfValue(value, 'work_mem')).to.throw(
        /invalid value for PostgreSQL parameter 'work_mem'/,
      )
    }
  })

  it('compares by meaning', () => {
    const same: [string | number | boolean, string | number | boolean][] = [
      ['on', true],
      ['ON', 'on'],
      ['yes', true],
      [0, false],
      ['5432', 5432],
      ['5432.0', 5432],
      ['1e3', 1000],
    ]
    for (const [a, b] of same) {
      expect(sameConfValue(a, b), `${a} ${b}`).to.equal(true)
      expect(sameConfValue(b, a), `${b} ${a}`).to.equal(true)
    }
    const different: [string | number | boolean, string | number | boolean][] = [
      ['128MB', '131072kB'],
      ['128MB', '128mb'],
      ['0600', 600],
      ['yes', 'on'],
      ['replica', 'logical'],
      ['', 0],
      ['', false],
      [true, 2],
    ]
    for (const [a, b] of different) {
      expect(sameConfValue(a, b), `${a} ${b}`).to.equal(false)
      expect(sameConfValue(b, a), `${b} ${a}`).to.equal(false)
    }
  })

  it('formats for pgconf show', () => {
    expect(formatForShow('port', 5432)).to.equal('port = 5432')
    expect(formatForShow('cluster_name', 'main')).to.equal("cluster_name = 'main'")
    expect(formatForShow('fsync', true, { commented: true })).to.equal('# fsync = on')
  })

  it('accepts names of parameters and nothing else', () => {
    expect(parameterName('Work_Mem')).to.equal('work_mem')
    expect(parameterName('pg_stat_statements.max')).to.equal('pg_stat_statements.max')
    for (const name of [
      '',
      'a b',
      'a=b',
      'a\nb',
      'a.b.c',
      '1a',
      'a-b',
      '#a',
      'include',
      'Include_Dir',
      '\ud800',
    ]) {
      expect(() => parameterName(name), name).to.throw(/invalid PostgreSQL parameter name/)
    }
  })
})
