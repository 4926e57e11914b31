import { expect } from 'chai'
import { serviceUnit, timerUnit } from '../../src/unit-name.js'

describe('names of units', () => {
  it('are those of the instance', () => {
    expect(serviceUnit({ name: 'postgresql', instance: '15-main' })).to.equal(
      'pglift-postgresql@15-main.service',
    )
    expect(timerUnit({ name: 'backup', instance: '15-main' })).to.equal('pglift-backup@15-main.timer')
  })

  it('have no instance for a service of the site', () => {
    expect(serviceUnit({ name: 'pgbackrest', instance: '' })).to.equal('pglift-pgbackrest.service')
  })

  it('escape what systemd does not take in them, as systemd-escape does', () => {
    expect(serviceUnit({ name: 'x', instance: '15-é b' })).to.equal('pglift-x@15-\\xc3\\xa9\\x20b.service')
  })

  it('keep what systemd takes, so that %i is the name of a file', () => {
    expect(serviceUnit({ name: 'x', instance: 'a@b:1' })).to.equal('pglift-x@a@b:1.service')
  })
})
