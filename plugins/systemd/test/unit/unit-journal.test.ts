import { expect } from 'chai'
import { isWhole } from '../../src/unit-journal.js'

describe('what a unit said', () => {
  const systemd = [
    'Starting pglift-postgresql@15-main.service - PostgreSQL database server 15/main...',
    'pglift-postgresql@15-main.service: Main process exited, code=exited, status=1/FAILURE',
    "pglift-postgresql@15-main.service: Failed with result 'exit-code'.",
    'Failed to start pglift-postgresql@15-main.service - PostgreSQL database server 15/main.',
  ]
  const said = 'LOG:  invalid value for parameter "shared_buffers": "1000TB"'

  it('is whole when it tells that it failed, and why', () => {
    expect(isWhole([...systemd, said].join('\n'))).to.equal(true)
    expect(isWhole(systemd.join('\n'))).to.equal(false)
    expect(isWhole([systemd[0], said].join('\n'))).to.equal(false)
    expect(isWhole('')).to.equal(false)
  })
})
