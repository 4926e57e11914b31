import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { FieldSchema } from '../../../src/models/field.js'
import { siteSchema } from '../../../src/settings/schema/site.js'
import { debian, load } from './support.js'

const ajv = new Ajv2020({ strict: false, allErrors: true })

function fields(schema: FieldSchema, path: string): [string, FieldSchema][] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, one]) => fields(one, `${path}.${key}`))
  return [[path, schema], ...below]
}

describe('siteSchema', () => {
  const schema = siteSchema([])

  it('documents every setting with a description and an example', () => {
    const bare = fields(schema, '').filter(
      ([path, { description, examples }]) => path !== '' && (!description || !examples?.length),
    )
    expect(bare.map(([path]) => path)).to.deep.equal([])
  })

  it('has examples and defaults that it takes itself', () => {
    for (const [path, field] of fields(schema, '')) {
      const validate = ajv.compile(field)
      const values = [...(field.examples ?? []), ...('default' in field ? [field.default] : [])]
      for (const value of values) expect(validate(value), `${path} = ${JSON.stringify(value)}`).to.equal(true)
    }
  })

  // `resolve` reads the schema on its own; Ajv must agree with its verdict.
  const documents: readonly unknown[] = [
    {},
    { prefix: '/a' },
    { prefix: 1 },
    { foo: 1 },
    { postgresql: null },
    { postgresql: {} },
    { postgresql: [] },
    { postgresql: { initdb: { locale: null, data_checksums: true } } },
    { postgresql: { initdb: { data_checksums: {} } } },
    { postgresql: { auth: { local: null } } },
    { postgresql: { auth: { hostssl: null } } },
    { postgresql: { auth: { hostssl: 'cert', host: 'gss' } } },
    { postgresql: { auth: { host: 'cert' } } },
    { postgresql: { auth: { password_command: 'x' } } },
    { postgresql: { auth: { password_command: [1] } } },
    { postgresql: { surole: { name: '' } } },
    { postgresql: { surole: { name: 'x', y: 1 } } },
    { postgresql: { versions: [{}] } },
    { postgresql: { versions: [{ version: '15', bindir: '/b' }] } },
    { postgresql: { versions: {} } },
    { postgresql: { dump_commands: [] } },
    { postgresql: { dump_commands: [[]] } },
    { postgresql: { replrole: null, logpath: null, bindir: '/usr/lib/postgresql/{version}/bin' } },
    { sysuser: ['a', 'b'] },
    { sysuser: ['a', 'b', 'c'] },
    { sysuser: ['a', ''] },
    { cli: { audit: {} } },
    { cli: { audit: { path: 'x' } } },
    { cli: { audit: null, log_level: null, logpath: 'x' } },
    { cli: { log_level: 'LOUD' } },
  ]
  for (const document of documents) {
    it(`agrees with the loader on ${JSON.stringify(document)}`, async () => {
      const tree = { ...debian('15'), '/b': null }
      const loads = await load({ yaml: JSON.stringify(document), tree }).then(
        () => true,
        () => false,
      )
      expect(loads).to.equal(ajv.validate(schema, document))
    })
  }
})
