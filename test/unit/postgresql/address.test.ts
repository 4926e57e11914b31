import { expect } from 'chai'
import { formatAddress, parseAddress, parsePort, portFault } from '../../../src/postgresql/address.js'

describe('postgresql/address', () => {
  for (const [text, host, port] of [
    ['localhost:8008', 'localhost', 8008],
    ['10.0.0.1:1', '10.0.0.1', 1],
    ['[::1]:65535', '::1', 65535],
    ['[fe80::1%eth0]:80', 'fe80::1%eth0', 80],
  ] as const) {
    it(`reads and writes ${text}`, () => {
      expect(parseAddress(text)).to.deep.equal({ host, port })
      expect(formatAddress({ host, port })).to.equal(text)
    })
  }

  for (const text of [
    '',
    'host',
    'host:',
    ':1',
    '::1:1',
    'h:0',
    'h:65536',
    'h:1x',
    'a b:1',
    'u@h:1',
    '[]:1',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseAddress(text)).to.throw(`invalid address '${text}': expecting 'host:port'`))
  }

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
