import { expect } from 'chai'
import { identName, parseIdent, renderIdentMap } from '../../../src/postgresql/ident.js'
import { HOSTILE } from './conf/hostile.js'

const maps = (text: string) =>
  parseIdent(text, '/data/pg_ident.conf').flatMap(({ entry }) => (entry ? [entry] : []))

describe('pg_ident.conf', () => {
  it('is parsed', () => {
    const text = `# MAPNAME       SYSTEM-USERNAME         PG-USERNAME
site    postgres        postgres # note
site "my user" "all"
krb /^(.*)@EXAMPLE\\.COM$ \\1
site x +staff
include other.conf
`
    expect(maps(text)).to.deep.equal([
      { map: 'site', systemUser: 'postgres', role: 'postgres' },
      { map: 'site', systemUser: '"my user"', role: '"all"' },
      { map: 'krb', systemUser: '"/^(.*)@EXAMPLE\\.COM$"', role: '"\\1"' },
      { map: 'site', systemUser: 'x', role: '+staff' },
    ])
    expect(
      parseIdent(text, 'f')
        .map(({ raw }) => raw)
        .join(''),
    ).to.equal(text)
  })

  it('refuses maps without three single fields', () => {
    for (const line of ['site', 'site a', 'site a,b c', 'site a b,c']) {
      expect(() => maps(`\n${line}\n`), line).to.throw(
        /invalid user name map in \/data\/pg_ident.conf, line 2/,
      )
    }
  })

  it('is written in columns', () => {
    expect(renderIdentMap({ map: 'site', systemUser: 'root', role: 'postgres' })).to.equal(
      'site            root                    postgres',
    )
    expect(renderIdentMap({ map: 'a_rather_long_map_name', systemUser: '"a b"', role: 'x' })).to.equal(
      'a_rather_long_map_name "a b"                   x',
    )
    for (const systemUser of ['', '""', 'a b', 'a,b', 'a\nb', '# x', 'a\0b']) {
      expect(() => renderIdentMap({ map: 'site', systemUser, role: 'x' }), systemUser).to.throw(
        /invalid name/,
      )
    }
  })

  it('carries names or refuses them', () => {
    for (const name of HOSTILE) {
      let role: string
      try {
        role = identName(name)
      } catch (error) {
        expect(error).to.have.property('code', 'PGLIFT_IDENT_NAME')
        expect(name === '' || /[\n\0]|^\//.test(name) || !name.isWellFormed(), name).to.equal(true)
        continue
      }
      const written = { map: 'site', systemUser: role, role }
      expect(maps(`${renderIdentMap(written)}\n`), name).to.deep.equal([written])
    }
    expect(identName('all')).to.equal('"all"')
    expect(identName('+x')).to.equal('"+x"')
  })
})
