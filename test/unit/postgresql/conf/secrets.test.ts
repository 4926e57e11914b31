import { expect } from 'chai'
import { holdsPassword, shownConfValue } from '../../../../src/postgresql/conf/secrets.js'

const CONNINFO = 'host=h password=sekret'

describe('passwords in parameters', () => {
  it('are masked where a value is shown', () => {
    expect(shownConfValue('primary_conninfo', CONNINFO)).to.equal('host=h password=********')
    expect(shownConfValue('primary_conninfo', 'host=h')).to.equal('host=h')
    expect(shownConfValue('primary_conninfo', null)).to.equal(null)
    expect(shownConfValue('work_mem', '4MB')).to.equal('4MB')
    expect(shownConfValue('port', 5432)).to.equal(5432)
  })

  it('are found', () => {
    expect(holdsPassword('primary_conninfo', CONNINFO)).to.equal(true)
    expect(holdsPassword('primary_conninfo', 'host=h')).to.equal(false)
    expect(holdsPassword('cluster_name', CONNINFO)).to.equal(false)
  })
})
