import { expect } from 'chai'
import { parsePort, portFault } from '../../../src/postgresql/address.js'

describe('postgresql/address', () => {
  it('knows the range of ports', () => {
    expect([1, 5432, 65535].map(portFault)).to.deep.equal([undefined, undefined, undefined])
    expect(portFault(0)).to.equal('port 0 is not between 1 and 65535')
    expect([-1, 65536, 1.5, Number.NaN].map((port) => typeof portFault(port))).to.deep.equal(
      Array(4).fill('string'),
    )
    expect(parsePort('5432')).to.equal(5432)
    for (const text of ['', '0', '+1', '1e3', ' 1', '70000']) expect(parsePort(text)).to.equal(undefined)
  })
})
