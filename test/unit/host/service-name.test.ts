import { expect } from 'chai'
import { unitNameFaults } from '../../../src/host/service-name.js'

describe('names that units escape', () => {
  it('are for services without a service manager', () => {
    const what = 'Patroni'
    expect(unitNameFaults({ what, name: '15-é' }, null)).to.deep.equal([])
    expect(unitNameFaults({ what, name: '15-main_1.x:y' }, 'systemd')).to.deep.equal([])
    for (const name of ['15-é', 'a@b', '15-a+b', '15-%i']) {
      const [fault] = unitNameFaults({ what, name, input: 'given' }, 'systemd')
      expect(fault?.msg).to.match(/^Value error, systemd can't run Patroni of '.*': its name has/)
      expect(fault).to.deep.include({ loc: ['name'], input: 'given' })
    }
  })
})
