import { expect } from 'chai'
import type { PgliftError } from '../../../../src/errors/kinds.js'
import { type HbaRecord, HbaRecordModel } from '../../../../src/models/hba.js'
import { validate } from '../../../../src/models/validate.js'
import { givenRecord, requireUsable, roleRecord } from '../../../../src/operations/hba/record.js'
import type { PostgresVersion } from '../../../../src/postgresql/versions.js'

const given = (value: object): Promise<HbaRecord> => validate(HbaRecordModel, value, { operation: 'update' })

async function refusal(value: object, version?: PostgresVersion): Promise<[string, string | undefined]> {
  const model = await given(value)
  try {
    givenRecord(model, version)
  } catch (error) {
    const { kind, param } = error as PgliftError
    return [kind, param]
  }
  return ['accepted', undefined]
}

describe('operations/hba/record', () => {
  it('is local without a connection, and splits lists', async () => {
    const record = givenRecord(await given({ method: 'trust', user: 'bob,+staff', database: 'a,"all"' }))
    expect(record).to.deep.equal({
      type: 'local',
      databases: ['a', '"all"'],
      users: ['bob', '+staff'],
      method: 'trust',
    })
  })

  it('means a role by its very name', () => {
    const record = roleRecord('all', { connection: null, database: 'all', method: 'md5' })
    expect(record.users).to.deep.equal(['"all"'])
  })

  it('refuses what PostgreSQL would, as an error of the option', async () => {
    const address = { address: '10.0.0.1' }
    expect(await refusal({ method: 'md5', connection: address })).to.deep.equal([
      'usage',
      '--connection-address',
    ])
    expect(await refusal({ method: 'no' })).to.deep.equal(['usage', '--method'])
    expect(await refusal({ method: 'md5', user: '' + '/x y' })).to.deep.equal(['usage', '--user'])
    const cidr = { address: '10.0.0.0/8' }
    expect(await refusal({ method: 'peer', connection: cidr }, '15')).to.deep.equal(['usage', '--method'])
    expect(await refusal({ method: 'oauth' }, '17')).to.deep.equal(['usage', '--method'])
    expect(await refusal({ method: 'oauth' }, '18')).to.deep.equal(['accepted', undefined])
    expect(await refusal({ method: 'oauth' })).to.deep.equal(['accepted', undefined])
  })

  it('refuses a method out of place', () => {
    const record = {
      type: 'host',
      databases: ['all'],
      users: ['all'],
      address: 'all',
      method: 'cert',
    } as const
    expect(() => requireUsable(record, '15')).to.throw('hostssl')
  })
})
