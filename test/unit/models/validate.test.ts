import { expect } from 'chai'
import fc from 'fast-check'
import { ValidationError } from '../../../src/errors/kinds.js'
import { DatabaseModel } from '../../../src/models/database.js'
import { InstanceModel } from '../../../src/models/instance.js'
import { parseManifest } from '../../../src/models/manifest.js'
import { RoleModel } from '../../../src/models/role.js'
import { validate } from '../../../src/models/validate.js'

const create = { operation: 'create' } as const

/** Any value under any known or unknown key. */
const hostile = (keys: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.jsonValue({ maxDepth: 3 }))

describe('models/validate', () => {
  it('either validates or reports faults, whatever the value', async () => {
    for (const model of [InstanceModel, RoleModel, DatabaseModel]) {
      const values = hostile(Object.keys(model.schema.properties ?? {}))
      await fc.assert(
        fc.asyncProperty(fc.oneof(values, fc.jsonValue()), async (value) => {
          try {
            expect(Object.isFrozen(await validate<unknown>(model, value, create))).to.equal(true)
          } catch (error) {
            expect(error).to.be.instanceOf(ValidationError)
            for (const fault of (error as ValidationError).faults) expect(fault.msg).to.be.a('string')
          }
        }),
        { numRuns: 200 },
      )
    }
  })

  it('looks into nothing that is not what it should be', async () => {
    const value = { name: 'm', roles: { name: 'x', memberships: 5 } }
    const error = await validate(InstanceModel, value, create).catch((thrown: unknown) => thrown)
    expect((error as ValidationError).faults.map(({ loc }) => loc)).to.deep.equal([['roles']])
  })

  it('takes any identifier that PostgreSQL takes, unchanged', async () => {
    const identifier = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => !/^pg_/.test(name) && !['public', 'none'].includes(name))
      .filter((name) => !name.includes('\0') && Buffer.byteLength(name) <= 63)
    await fc.assert(
      fc.asyncProperty(identifier, async (name) => {
        const database = await validate(DatabaseModel, { name, owner: name, schemas: [name] }, create)
        expect(database).to.include({ name, owner: name })
        expect(database.schemas[0]?.name).to.equal(name)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves a normalised value as it is', async () => {
    const value = {
      name: 'main',
      surole_password: 'x',
      auth: { local: 'md5' },
      roles: [{ name: 'bob', valid_until: '2026-01-01', hba_records: [{ method: 'md5' }] }],
      databases: [{ name: 'db', schemas: ['s'], clone: { dsn: 'postgresql://h/db' } }],
    }
    const once = await validate(InstanceModel, value, create)
    const twice = await validate(InstanceModel, once, create)
    expect(twice).to.deep.equal(once)
    expect(twice.surole_password?.reveal()).to.equal('x')
  })

  it('reads a manifest of any text or refuses it in its own words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        try {
          parseManifest(text)
        } catch (error) {
          expect(error).to.have.property('code', 'PGLIFT_MANIFEST_YAML')
        }
      }),
      { numRuns: 500 },
    )
  })
})
