import { expect } from 'chai'
import { editIni, isBare, parseIni } from '../../../src/conf/ini.js'

describe('pgBackRest configuration files', () => {
  const TEXT = `# by hand
[global]
repo1-path = /repo
# keep
process-max=2

[main]
pg1-path=/data
tls-server-auth=a=*
tls-server-auth=b=main
`

  it('are read: blanks are no part of values, options may stand several times', () => {
    const ini = parseIni(TEXT)
    expect(ini.get('global')?.get('repo1-path')).to.deep.equal(['/repo'])
    expect(ini.get('main')?.get('tls-server-auth')).to.deep.equal(['a=*', 'b=main'])
  })

  it('keep what is not edited, comments too', () => {
    expect(editIni(TEXT, 'global', { 'process-max': '4', 'repo1-path': '/repo' })).to.equal(
      TEXT.replace('process-max=2', 'process-max=4'),
    )
  })

  it('get new options at the end of their section, and new sections at the end', () => {
    expect(editIni(TEXT, 'global', { 'log-path': '/log' })).to.equal(
      TEXT.replace('process-max=2\n', 'process-max=2\nlog-path=/log\n'),
    )
    expect(editIni(TEXT, 'other', { a: '1' })).to.equal(`${TEXT}\n[other]\na=1\n`)
    expect(editIni('', 'other', { a: ['1', '2'] })).to.equal('[other]\na=1\na=2\n')
  })

  it('lose options that are taken out, all of their lines', () => {
    const edited = editIni(TEXT, 'main', { 'tls-server-auth': null, 'pg1-path': null })
    expect(parseIni(edited).get('main')?.size).to.equal(0)
    expect(isBare(edited)).to.equal(false)
    expect(isBare('# nothing\n[main]\n')).to.equal(true)
  })

  it('edited to what they say stay as they are', () => {
    for (const section of ['global', 'main', 'absent']) expect(editIni(TEXT, section, {})).to.equal(TEXT)
    expect(editIni(TEXT, 'absent', { a: null })).to.equal(TEXT)
    expect(editIni(TEXT, 'main', { 'tls-server-auth': ['a=*', 'b=main'] })).to.equal(TEXT)
  })
})
