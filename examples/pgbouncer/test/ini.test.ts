import assert from 'node:assert/strict'
import { connectionValue, iniLines, userLine } from '../src/ini.js'

describe('pgbouncer.ini', () => {
  it('has a line for each setting', () => {
    assert.deepEqual(iniLines({ pool_mode: 'session', max_client_conn: 10 }), [
      'pool_mode = session',
      'max_client_conn = 10',
    ])
  })

  it('takes no line end into a value', () => {
    assert.throws(() => iniLines({ logfile: 'a\n[users]' }), /control character/)
  })

  it('quotes what stands in a connection string', () => {
    assert.equal(connectionValue("/it's here"), "'/it''s here'")
  })

  it('quotes users and passwords', () => {
    assert.equal(userLine('pool', 'a"b'), '"pool" "a""b"')
  })
})
