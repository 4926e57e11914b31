import { expect } from 'chai'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'
import { requireUpgradable } from '../../../../src/operations/instance/upgrade.js'
import { movesFiles } from '../../../../src/operations/steps/upgrade.js'
import { extensionUpdates } from '../../../../src/operations/steps/upgrade-report.js'
import type { PostgresVersion } from '../../../../src/postgresql/versions.js'

const instance = (more: object) =>
  ({ id: '16/main', version: '16', name: 'main', running: false, standby: null, ...more }) as ObservedInstance

describe('instance upgrade', () => {
  const refusal = (more: object, version: PostgresVersion, name = 'main') => {
    try {
      requireUpgradable(instance(more), { version, name })
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }

  it('refuses in a fixed order', () => {
    const standby = { standby: { primaryConninfo: '', slot: undefined } }
    expect(refusal({ running: true, ...standby }, '15')).to.equal('instance is running')
    expect(refusal(standby, '15')).to.equal('16/main is a read-only standby instance')
    expect(refusal({}, '15')).to.equal('Could not upgrade 16/main from 16 to 15')
    expect(refusal({}, '16')).to.equal('Could not upgrade 16/main using same name and same version')
  })

  it('takes another major, or another name', () => {
    expect(refusal({}, '17')).to.equal(undefined)
    expect(refusal({}, '16', 'other')).to.equal(undefined)
  })

  it('knows the mode that moves files', () => {
    expect(movesFiles(['--jobs=2', '--swap'])).to.equal(true)
    expect(movesFiles(['--sw'])).to.equal(true)
    expect(movesFiles(['--link', '-s', '--', '--sync-method=fsync'])).to.equal(false)
  })

  it('tells the extensions that can be updated, from the script of pg_upgrade', () => {
    const script = `\\connect app
ALTER EXTENSION "pg_stat_statements" UPDATE;
\\connect -reuse-previous=on "dbname='it\\'s'"
ALTER EXTENSION "hstore" UPDATE;
`
    expect(extensionUpdates(script)).to.deep.equal([
      `extension "pg_stat_statements" of database app has a newer version: run 'ALTER EXTENSION "pg_stat_statements" UPDATE' there`,
      `extension "hstore" of database it's has a newer version: run 'ALTER EXTENSION "hstore" UPDATE' there`,
    ])
    expect(extensionUpdates('')).to.deep.equal([])
  })
})
