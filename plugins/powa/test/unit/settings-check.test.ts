import { expect } from 'chai'
import type { PowaSettings } from '../../src/settings.js'
import { milliseconds, settingsFaults } from '../../src/settings-check.js'

const section: PowaSettings = {
  dbname: 'powa',
  role: 'powa',
  frequency: null,
  retention: null,
  coalesce: null,
  extensions: [],
}
const roles = { surole: { name: 'postgres' }, backuprole: { name: 'backup' }, replrole: 'replication' }

const faults = (changes: Partial<PowaSettings>) =>
  settingsFaults({ ...section, ...changes }, roles as Parameters<typeof settingsFaults>[1])

describe('section powa', () => {
  it('is right as it comes', () => {
    expect(faults({})).to.deep.equal([])
    expect(faults({ frequency: '5s', retention: '7d', coalesce: 5 })).to.deep.equal([])
  })

  it('has a role of its own', () => {
    for (const role of ['postgres', 'backup', 'replication'])
      expect(
        faults({ role })
          .map(({ loc, msg }) => [loc.join('.'), msg])[0]
          ?.join(': '),
      ).to.match(new RegExp(`^powa.role: Value error, role '${role}' is that of 'postgresql\\.\\w+'`))
  })

  it('has a database of its own', () => {
    expect(faults({ dbname: 'template1' }).map(({ loc }) => loc)).to.deep.equal([['powa', 'dbname']])
  })

  it('has names that PostgreSQL can hold', () => {
    for (const role of ['pg_powa', 'public', 'é'.repeat(32), 'a\0b'])
      expect(faults({ role }).map(({ loc }) => loc)).to.deep.equal([['powa', 'role']])
    expect(faults({ dbname: 'x'.repeat(64) }).map(({ loc }) => loc)).to.deep.equal([['powa', 'dbname']])
    expect(faults({ role: 'PoWA "é"', dbname: 'pg_powa' })).to.deep.equal([])
  })

  it('asks for no more snapshots than PoWA takes', () => {
    for (const frequency of ['4s', '4999ms', '0min'])
      expect(faults({ frequency }).map(({ loc }) => loc)).to.deep.equal([['powa', 'frequency']])
  })
})

describe('a duration', () => {
  it('has the units of PostgreSQL', () => {
    const all = ['5ms', '5 s', '5min', '5h', '5d'].map(milliseconds)
    expect(all).to.deep.equal([5, 5000, 300_000, 18_000_000, 432_000_000])
  })
})
