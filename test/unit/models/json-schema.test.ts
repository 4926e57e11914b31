import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { DatabaseModel } from '../../../src/models/database.js'
import { InstanceModel } from '../../../src/models/instance.js'
import { schemaOf } from '../../../src/models/json-schema.js'
import { RoleModel } from '../../../src/models/role.js'

describe('models/json-schema', () => {
  const models = [InstanceModel, RoleModel, DatabaseModel]

  it('is a JSON Schema of its own, without marks of this project', () => {
    for (const model of models) {
      const schema = schemaOf(model)
      expect(JSON.stringify(schema)).not.to.include('x-pglift')
      expect(schema.title).to.equal(model.title)
      const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
      expect(accepts({ name: 'x' })).to.equal(true)
      expect(accepts({ name: 'x', unknown: 1 })).to.equal(false)
      expect(accepts({})).to.equal(false)
    }
  })

  it('tells behaviour in JSON Schema words', () => {
    const properties = schemaOf(RoleModel).properties as Record<string, Record<string, unknown>>
    expect(properties.password).to.include({ writeOnly: true, format: 'password' })
    expect(properties.has_password).to.include({ readOnly: true })
    expect(properties.memberships?.items).to.have.property('anyOf').with.length(2)
  })

  it('describes every field', () => {
    const check = (schema: Record<string, unknown>, path: string): void => {
      const alternatives = (schema.anyOf ?? []) as Record<string, unknown>[]
      expect(schema.description, path).to.be.a('string')
      for (const [key, value] of Object.entries((schema.properties ?? {}) as object))
        check(value, `${path}.${key}`)
      if (schema.items) check(schema.items as Record<string, unknown>, `${path}[]`)
      for (const one of alternatives) {
        for (const [key, value] of Object.entries((one.properties ?? {}) as object))
          check(value, `${path}.${key}`)
      }
    }
    for (const model of models) check(schemaOf(model) as Record<string, unknown>, model.title)
  })
})
