import { expect } from 'chai'
import type { ValidationError } from '../../../src/errors/kinds.js'
import { composeHost, faultsAt, hostItems } from '../../../src/models/host.js'
import { composeInstance } from '../../../src/models/instance.js'
import { schemaOf } from '../../../src/models/json-schema.js'
import { parseDocuments } from '../../../src/models/manifest.js'

const places = (text: string) => hostItems(parseDocuments(text)).map(({ loc }) => loc)

async function faults(text: string): Promise<string[]> {
  try {
    await places(text)
    return []
  } catch (error) {
    return (error as ValidationError).faults.map(({ loc, type }) => `${loc.join('.')} ${type}`)
  }
}

describe('models/host', () => {
  it('takes a list of instances, or an instance', async () => {
    expect(await places('instances: [{name: a}, {name: b}]')).to.deep.equal([
      ['instances', 0],
      ['instances', 1],
    ])
    expect(await places('name: a')).to.deep.equal([[]])
    expect(await places('instances: []')).to.deep.equal([])
  })

  it('takes several documents of both kinds, and leaves out empty ones', async () => {
    expect(await places('name: a\n---\ninstances: [{name: b}]\n---\n')).to.deep.equal([
      ['documents', 0],
      ['documents', 1, 'instances', 0],
    ])
  })

  it('refuses what is neither, all of it at once', async () => {
    expect(await faults('instance: []')).to.deep.equal(['instances missing'])
    expect(await faults('instances: {a: 1}\nroles: []')).to.deep.equal([
      'roles extra_forbidden',
      'instances list_type',
    ])
    expect(await faults('instances: [a]\n---\nnme: a')).to.deep.equal([
      'documents.0.instances.0 dict_type',
      'documents.1.instances missing',
    ])
  })

  it('refuses a text without any document', () => {
    const parse = () => parseDocuments('---\n---\n')
    expect(parse).to.throw('invalid YAML: expecting an object, got nothing')
  })

  it('tells faults of an instance at its place', () => {
    const item = { loc: ['instances', 1] }
    expect(faultsAt(item, [{ type: 'missing', loc: ['name'], msg: 'Field required' }])).to.deep.equal([
      { type: 'missing', loc: ['instances', 1, 'name'], msg: 'Field required' },
    ])
  })

  it('has a JSON schema with the fields of instances', () => {
    const schema = schemaOf(composeHost(composeInstance([]))) as {
      title: string
      required: string[]
      properties: { instances: { items: { properties: object } } }
    }
    expect([schema.title, schema.required]).to.deep.equal(['Host', ['instances']])
    expect(schema.properties.instances.items.properties).to.include.keys('name', 'roles', 'hba_records')
  })
})
