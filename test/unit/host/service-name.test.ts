import { expect } from 'chai'
import { unitNameFault } from '../../../src/host/service-name.js'

describe('names that units escape', () => {
  it('are for services without a service manager', () => {
    expect(unitNameFault('Patroni', '15-é', null)).to.equal(undefined)
    expect(unitNameFault('Patroni', '15-main_1.x:y', 'systemd')).to.equal(undefined)
    for (const name of ['15-é', 'a@b', '15-a+b', '15-%i'])
      expect(unitNameFault('Patroni', name, 'systemd')).to.match(
        /^systemd can't run Patroni of '.*': its name has/,
      )
  })
})
