import type { Effects } from '@pglift/sdk'
import { expect } from 'chai'
import type { Session } from '../../src/session.js'
import { editTargets, hasForeignTargets, targetOf, targetsIn } from '../../src/targets.js'

const session = (section: object, web = '') =>
  ({
    section: {
      listen_address: null,
      target_host: null,
      web_config_file: '/w',
      options: {},
      labels: {},
      ...section,
    },
    effects: { files: { readText: async () => web } } as unknown as Effects,
  }) as unknown as Session

const MAIN = { id: '15/main', version: '15', name: 'main', cluster: 'orders' }
const entry = (instance: string) => ({ targets: ['x:1'], labels: { instance, name: instance } })

describe('a target', () => {
  it('says which instance it is', async () => {
    expect(await targetOf(session({}), { name: '15-main', port: 9187 }, MAIN)).to.deep.equal({
      targets: ['localhost:9187'],
      labels: { instance: '15/main', version: '15', name: 'main', cluster: 'orders' },
    })
    expect(await targetOf(session({}), { name: 'remote', port: 1 }, undefined)).to.deep.equal({
      targets: ['localhost:1'],
      labels: { instance: 'remote', name: 'remote' },
    })
  })

  it('is where Prometheus finds it', async () => {
    const targets = async (section: object) =>
      (await targetOf(session(section), { name: 'x', port: 1 }, undefined)).targets
    expect(await targets({ listen_address: '10.0.0.5' })).to.deep.equal(['10.0.0.5:1'])
    expect(await targets({ listen_address: '0.0.0.0' })).to.deep.equal(['localhost:1'])
    expect(await targets({ listen_address: '::1', target_host: 'db1' })).to.deep.equal(['db1:1'])
    const odd = session(
      { options: { 'web.telemetry-path': '/m' }, labels: { env: 'p' } },
      'tls_server_config:\n',
    )
    expect((await targetOf(odd, { name: 'x', port: 1 }, undefined)).labels).to.deep.equal({
      env: 'p',
      instance: 'x',
      name: 'x',
      __scheme__: 'https',
      __metrics_path__: '/m',
    })
  })
})

describe('the file of targets', () => {
  it('holds them in order, and those of others', () => {
    const foreign = { targets: ['other:9100'] }
    const text = editTargets(JSON.stringify([foreign, entry('b')]), { a: entry('a') })
    expect(JSON.parse(text)).to.deep.equal([foreign, entry('a'), entry('b')])
    expect(JSON.parse(editTargets(text, { a: null, c: null }))).to.deep.equal([foreign, entry('b')])
    expect(editTargets(undefined, { a: entry('a') })).to.equal(`${JSON.stringify([entry('a')], null, 2)}\n`)
  })

  it('tells what was there', () => {
    const text = JSON.stringify([entry('a')])
    expect(targetsIn(text, ['a', 'b'])).to.deep.equal({ a: entry('a'), b: null })
    expect(targetsIn(undefined, ['a'])).to.deep.equal({ a: null })
  })

  it('is not ours alone when there is more in it than our targets', () => {
    const text = JSON.stringify([entry('a'), entry('b')])
    expect(hasForeignTargets(text, ['a', 'b'])).to.equal(false)
    expect(hasForeignTargets(text, ['a'])).to.equal(true)
    expect(hasForeignTargets(undefined, ['a'])).to.equal(false)
    expect(hasForeignTargets('by hand', [])).to.equal(true)
  })

  it('that is none is refused', () => {
    for (const text of ['{}', 'x', '"a"']) expect(() => editTargets(text, {}), text).to.throw(SyntaxError)
  })
})
