import { expect } from 'chai'
import fc from 'fast-check'
import { expandMemory, expandPercent, memoryLimit } from '../../../src/postgresql/memory.js'

const UNITS: Record<string, number> = { kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 }

describe('expandPercent', () => {
  it('writes a whole number and a unit', () => {
    expect(expandPercent('25%', 4e9)).to.equal('1 GB')
    expect(expandPercent(' 25 % ', 4 * 1024 ** 3)).to.equal('1 GB')
    expect(expandPercent('66%', 4 * 1024 ** 3)).to.equal('2703 MB')
    expect(expandPercent('25%', 2 * 1024 ** 4)).to.equal('512 GB')
    expect(expandPercent('100%', 1e6)).to.equal('976 kB')
    expect(expandPercent('0.001%', 1e6)).to.equal('1 kB')
  })

  it('leaves other values alone', () => {
    for (const value of ['128MB', '1 GB', '', '%d x']) expect(expandPercent(value, 4e9)).to.equal(value)
  })

  it('refuses what is no percentage', () => {
    expect(() => expandPercent('xyz%', 4e9)).to.throw("invalid percent value 'xyz'")
    for (const value of ['%', '0%', '-5%', '101%', '1e1%', '0x10%', 'Infinity%']) {
      expect(() => expandPercent(value, 4e9), value).to.throw(/^invalid percent value/)
    }
  })

  it('stays below the share, and near it, for real memory', () => {
    const kilobytes = fc.integer({ min: 256 * 1024, max: 2 ** 34 }).map((count) => count * 4)
    fc.assert(
      fc.property(kilobytes, fc.integer({ min: 1, max: 100 }), (memTotal, percent) => {
        const total = memTotal * 1024
        const [count = '', unit = ''] = expandPercent(`${percent}%`, total).split(' ')
        const read = Number(count) * (UNITS[unit] ?? Number.NaN)
        const share = (total * percent) / 100
        expect(count).to.match(/^[1-9]\d*$/)
        if (share % 1e9 !== 0) expect(read).to.be.at.most(share)
        expect(read).to.be.at.least(share * 0.98)
      }),
    )
  })
})

describe('expandMemory', () => {
  it('expands the two parameters that may be a share', () => {
    const conf = { shared_buffers: '25%', effective_cache_size: '50%', cluster_name: '25%', port: 1 }
    expect(expandMemory(conf, 4 * 1024 ** 3)).to.deep.equal({
      shared_buffers: '1 GB',
      effective_cache_size: '2 GB',
      cluster_name: '25%',
      port: 1,
    })
    expect(expandMemory({ shared_buffers: 16384 }, 4e9)).to.deep.equal({ shared_buffers: 16384 })
  })
})

describe('memoryLimit', () => {
  const meminfo = 'MemTotal:        4000000 kB\nMemFree:          100 kB\n'

  it('is MemTotal without a lower limit', () => {
    const limits = [
      [],
      [undefined],
      ['max\n'],
      ['9223372036854771712\n'],
      ['18446744073709551615'],
      ['0'],
      [''],
    ]
    for (const limit of limits) expect(memoryLimit(meminfo, limit)).to.equal(4000000 * 1024)
  })

  it('is the lowest limit', () => {
    expect(memoryLimit(meminfo, ['max', '2147483648\n', '3221225472\n', undefined])).to.equal(2147483648)
  })

  it('needs MemTotal', () => {
    expect(() => memoryLimit('MemFree: 1 kB\n', [])).to.throw(/no MemTotal/)
  })
})
