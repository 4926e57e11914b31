import { expect } from 'chai'
import { inOrder, type Ordered, primaryOf, vacatedPorts } from '../../../../src/operations/host/order.js'

const item = (id: string, port: number, over: Partial<Ordered> = {}): Ordered => ({
  id,
  absent: false,
  presentPort: undefined,
  wantedPort: port,
  conninfo: undefined,
  ...over,
})
const gone = (id: string, port: number, conninfo?: string) =>
  item(id, port, { absent: true, presentPort: port, wantedPort: undefined, conninfo })
const follows = (port: number, host = '/run') => ({ conninfo: `host=${host} port=${port}` })

const NAMES = ['db1']
const ids = (items: readonly Ordered[]) => inOrder(items, NAMES).map(({ id }) => id)

describe('order of the instances of a host', () => {
  it('is that of the manifest', () => {
    expect(ids([item('b', 2), item('a', 1)])).to.deep.equal(['b', 'a'])
  })

  it('has a standby after its primary, and a cascading one after that', () => {
    const items = [item('c', 3, follows(2)), item('b', 2, follows(1)), item('a', 1)]
    expect(ids(items)).to.deep.equal(['a', 'b', 'c'])
  })

  it('knows the host by its name, by loopback and by a socket; the first of several hosts may be another', () => {
    const primary = item('a', 1)
    for (const host of ['db1', 'localhost', '127.0.0.1', '::1', '/tmp', 'elsewhere,localhost'])
      expect(primaryOf(item('b', 2, follows(1, host)), [primary], NAMES), host).to.equal(primary)
    expect(primaryOf(item('b', 2, follows(1, 'elsewhere')), [primary], NAMES)).to.equal(undefined)
    expect(primaryOf(item('b', 5432, { conninfo: '' }), [item('a', 5432)], NAMES)?.id).to.equal('a')
  })

  it('drops at the end, standbys before their primary', () => {
    expect(ids([gone('a', 1), gone('b', 2, 'port=1'), item('c', 3)])).to.deep.equal(['c', 'b', 'a'])
  })

  it('drops or moves first whoever holds a port that another one wants', () => {
    expect(ids([item('new', 1), gone('old', 1)])).to.deep.equal(['old', 'new'])
    expect(ids([item('new', 1), item('old', 2, { presentPort: 1 })])).to.deep.equal(['old', 'new'])
  })

  it('falls back to the order of the manifest where two wait for each other', () => {
    const swapped = [item('a', 2, { presentPort: 1 }), item('b', 1, { presentPort: 2 })]
    expect(ids(swapped)).to.deep.equal(['a', 'b'])
  })

  it('tells which ports the others leave', () => {
    const items = [item('new', 1), gone('old', 1), item('moved', 5, { presentPort: 4 })]
    expect(vacatedPorts(items[0] as Ordered, items)).to.deep.equal([1, 4])
    expect(vacatedPorts(items[1] as Ordered, items)).to.deep.equal([4])
  })
})
