import { expect } from 'chai'
import {
  parameterLiteral,
  parameterName,
  parseSetconfig,
  sameParameterValue,
} from '../../../../src/postgresql/sql/parameters.js'

describe('postgresql/sql/parameters', () => {
  for (const name of ['work_mem', 'plpgsql.variable_conflict', 'DateStyle', '_x$1', 'a.b.c']) {
    it(`accepts the name ${name}`, () => expect(parameterName(name)).to.equal(name))
  }
  for (const name of [
    '',
    '1x',
    'a b',
    'a;b',
    'a.',
    '.a',
    'a-b',
    'a"b',
    'a\n',
    'é',
    'x = 1; --',
    'a'.repeat(128),
  ]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, () =>
      expect(() => parameterName(name)).to.throw('invalid configuration parameter name'))
  }

  for (const [name, value, literal] of [
    ['work_mem', '8MB', "'8MB'"],
    ['jit', false, "'off'"],
    ['jit', true, "'on'"],
    ['random_page_cost', 1.5, "'1.5'"],
    ['log_line_prefix', "%m, 'x' \\", "E'%m, ''x'' \\\\'"],
    ['search_path', '"$user", Public,a', "'$user', 'public', 'a'"],
    ['SEARCH_PATH', '"A ""b"", c"', '\'A "b", c\''],
    ['search_path', '', "''"],
    ['search_path', ['a, b', 'C'], "'a, b', 'C'"],
    ['search_path', [], "''"],
    ['session_preload_libraries', '$libdir/X, auto_explain', "'$libdir/X', 'auto_explain'"],
    ['temp_tablespaces', "a', 'b", "'a''', '''b'"],
    ['DateStyle', 'ISO, DMY', "'ISO', 'DMY'"],
    ['application_name', 'a, b', "'a, b'"],
  ] as const) {
    it(`writes ${name} = ${JSON.stringify(value)}`, () =>
      expect(parameterLiteral(name, value)).to.equal(literal))
  }

  for (const value of ['a,', ',a', '"a', 'a"b"', 'a,,b']) {
    it(`refuses the list ${value}`, () =>
      expect(() => parameterLiteral('search_path', value)).to.throw(
        'invalid value for parameter "search_path"',
      ))
  }

  it('refuses a list where none is taken', () =>
    expect(() => parameterLiteral('work_mem', ['a'])).to.throw('it is not a list parameter'))

  it('compares with what the server stores', () => {
    expect(parseSetconfig('search_path="$user", public')).to.deep.equal({
      name: 'search_path',
      value: '"$user", public',
    })
    expect(sameParameterValue('search_path', ['$user', 'public'], '"$user", public')).to.equal(true)
    expect(sameParameterValue('search_path', 'public', '"$user", public')).to.equal(false)
    expect(sameParameterValue('search_path', 'public', '"broken')).to.equal(false)
    expect(sameParameterValue('jit', false, 'off')).to.equal(true)
    expect(sameParameterValue('DateStyle', 'ISO,DMY', 'ISO, DMY')).to.equal(true)
    expect(sameParameterValue('work_mem', '8MB', '8192kB')).to.equal(false)
  })
})
