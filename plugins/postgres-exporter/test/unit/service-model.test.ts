import { manifests, ValidationError } from '@pglift/sdk'
import { expect } from 'chai'
import { ServiceModel } from '../../src/service-model.js'

const GOOD = { name: 'orders', dsn: 'host=db1 user=u', port: 9188 }

async function faults(change: object): Promise<string[]> {
  const { validate } = await manifests()
  return validate(ServiceModel, { ...GOOD, ...change }, { operation: 'create' }).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof ValidationError)) throw error
      return error.faults.map(({ loc, msg, input }) => `${loc.join('.')}: ${msg} (${JSON.stringify(input)})`)
    },
  )
}

describe('the manifest of an exporter of a remote server', () => {
  it('names it, where it connects, and its port', async () => {
    expect(await faults({})).to.deep.equal([])
    expect(await faults({ dsn: 'postgresql://u:p@db1:5432/d?sslmode=require' })).to.deep.equal([])
    expect(await faults({ dsn: undefined, port: null })).to.have.length(2)
    expect(await faults({ dsn: undefined, port: undefined, state: 'absent' })).to.deep.equal([])
  })

  it('must not lead elsewhere', async () => {
    expect(await faults({ name: 'a/b' })).to.deep.equal([
      'name: Value error, must not contain slashes ("a/b")',
    ])
  })

  it('must be one that postgres_exporter takes; no password is in what is said of it', async () => {
    for (const dsn of [
      'nonsense',
      'host=a,b password=c4n4ry',
      'port=1x password=c4n4ry',
      "keepalives='1 0'",
    ]) {
      const [said, ...more] = await faults({ dsn })
      expect(said, dsn).to.match(/^dsn: /)
      expect([said, ...more].join(), dsn).not.to.contain('c4n4ry')
    }
  })
})
