import { expect } from 'chai'
import { editYaml, parseYaml, yamlText } from '../../../src/member/yaml.js'

describe("patroni: a member's file", () => {
  it('is YAML 1.1, as Patroni reads it', async () => {
    const secrets = { a: 'off', b: '12:30:45', c: 'yes', d: '0777', e: 'a\'b"c: #d', f: '' }
    const text = await yamlText(secrets)
    expect(await parseYaml(text)).to.deep.equal(secrets)
    for (const value of ['off', 'yes', '0777', '12:30:45'])
      expect(text).to.match(new RegExp(`["']${value}["']`))
  })

  it('keeps comments and foreign keys when it is edited', async () => {
    const text = '# ours\nscope: app\ntags: {nofailover: true} # by hand\npostgresql:\n  listen: "*:5432"\n'
    const edited = await editYaml(text, [
      [['postgresql', 'listen'], '*:5433'],
      [['postgresql', 'parameters'], { work_mem: '4MB' }],
    ])
    expect(edited).to.contain('# ours\n').and.to.contain('# by hand\n').and.to.contain('nofailover: true')
    expect(await parseYaml(edited)).to.deep.include({
      postgresql: { listen: '*:5433', parameters: { work_mem: '4MB' } },
    })
  })

  it('is the same text when nothing differs', async () => {
    const text = 'a:   {b: 1}\n'
    expect(await editYaml(text, [[['a', 'b'], 1]])).to.equal(text)
    expect(await editYaml(text, [[['a', 'c'], undefined]])).to.equal(text)
  })
})
