import { expect } from 'chai'
import fc from 'fast-check'
import { hbaRecords, parseHba } from '../../../../src/postgresql/hba/parse.js'
import {
  HBA_METHODS,
  HBA_TYPES,
  type HbaRecord,
  hbaName,
  recordKey,
} from '../../../../src/postgresql/hba/record.js'
import { renderHbaRecord } from '../../../../src/postgresql/hba/render.js'
import { HOSTILE } from '../conf/hostile.js'

const host: HbaRecord = {
  type: 'host',
  databases: ['db'],
  users: ['bob'],
  address: '127.0.0.1/32',
  method: 'trust',
}

describe('renderHbaRecord', () => {
  it("aligns the columns as initdb's file", () => {
    const local: HbaRecord = { type: 'local', databases: ['all'], users: ['all'], method: 'trust' }
    const cases: [HbaRecord, string][] = [
      [local, 'local   all             all                                     trust'],
      [
        { ...local, options: { map: 'a b' } },
        'local   all             all                                     trust map="a b"',
      ],
      [host, 'host    db              bob             127.0.0.1/32            trust'],
      [
        { ...host, address: '192.168.12.10/32' },
        'host    db              bob             192.168.12.10/32         trust',
      ],
      [
        { ...host, address: '192.168.12.10', netmask: '255.255.255.0' },
        'host    db              bob             192.168.12.10   255.255.255.0   trust',
      ],
      [
        { ...host, type: 'hostnogssenc', databases: ['a_rather_long_name', 'b'], address: 'samehost' },
        'hostnogssenc a_rather_long_name,b bob             samehost                trust',
      ],
    ]
    for (const [record, line] of cases) expect(renderHbaRecord(record)).to.equal(line)
  })

  it('takes every kind of address', () => {
    const addresses = [
      'all',
      'samehost',
      'samenet',
      '0.0.0.0/0',
      '::/0',
      '::1/128',
      'fe80::1:2/64',
      '::ffff:1.2.3.4/96',
      'db.example.com',
      '.example.com',
      'localhost',
      '"all"',
    ]
    for (const address of addresses)
      expect(renderHbaRecord({ ...host, address }), address).to.include(address)
  })

  it('refuses records that PostgreSQL would refuse', () => {
    const bad: [Partial<HbaRecord>, RegExp][] = [
      [{ address: '127.0.0.1' }, /neither CIDR length nor netmask/],
      [{ address: '::1' }, /neither CIDR length nor netmask/],
      [{ address: '127.0.0.1/33' }, /between 0 and 32/],
      [{ address: '127.0.0.1/1/2' }, /between 0 and 32/],
      [{ address: '::1/129' }, /between 0 and 128/],
      [{ address: '127.0.0.1/8', netmask: '255.0.0.0' }, /CIDR length and a netmask/],
      [{ address: '127.0.0.1', netmask: 'ffff::' }, /not of its family/],
      [{ address: '127.0.0.256/32' }, /no IP address and no host name/],
      [{ address: '1.2.3' }, /no IP address and no host name/],
      [{ address: ':::/0' }, /no IP address and no host name/],
      [{ address: 'a b' }, /no IP address and no host name/],
      [{ address: 'example.com', netmask: '255.0.0.0' }, /only an IP address/],
      [{ address: 'x\nlocal all all trust' }, /newline/],
      [{ address: undefined }, /needs an address/],
      [{ type: 'local' }, /has no address/],
      [{ type: 'lcal' as 'local' }, /unknown connection type/],
      [{ method: 'trust\nlocal all all trust' }, /unknown authentication method/],
      [{ databases: [] }, /needs a database/],
      [{ options: { 'a b': 'c' } }, /unknown option/],
      [{ options: { map: 'a\nb' } }, /option map contains a newline/],
    ]
    for (const [part, message] of bad) {
      expect(() => renderHbaRecord({ ...host, ...part }), JSON.stringify(part)).to.throw(message)
    }
  })

  it('is read back as the same record', () => {
    const accepted = (text: string) =>
      text !== '' && !/[\n\0]|^\//.test(text) && text.isWellFormed() && Buffer.byteLength(text) < 64
    const name = fc.oneof(fc.string(), fc.constantFrom(...HOSTILE)).filter(accepted)
    const text = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...HOSTILE))
      .filter((value) => !/[\n\0]/.test(value) && value.isWellFormed())
    const items = (column: 'database' | 'user') =>
      fc.array(
        fc.oneof(
          name.map((value) => hbaName(value, column)),
          fc.constantFrom('all', '+staff', '+"a b"', '/^x'),
        ),
        { minLength: 1 },
      )
    const where = fc.constantFrom(
      { address: '127.0.0.1/32' },
      { address: '10.0.0.0', netmask: '255.0.0.0' },
      { address: 'all' },
      { address: '.example.com' },
    )
    const record: fc.Arbitrary<HbaRecord> = fc
      .record({
        type: fc.constantFrom(...HBA_TYPES),
        databases: items('database'),
        users: items('user'),
        method: fc.constantFrom(...HBA_METHODS),
        options: fc.dictionary(fc.constantFrom('map', 'ldapprefix', 'ldapurl'), text),
        where,
      })
      .map(({ where: place, ...rest }) => (rest.type === 'local' ? rest : { ...rest, ...place }))
    fc.assert(
      fc.property(record, (written) => {
        const read = hbaRecords(parseHba(`${renderHbaRecord(written)}\nlocal all all trust\n`, 'f'))
        expect(read).to.have.length(2)
        expect(read[0] && recordKey(read[0])).to.equal(recordKey(written))
        expect(read[0]?.options).to.deep.equal(written.options)
      }),
      { numRuns: 500 },
    )
  })
})
