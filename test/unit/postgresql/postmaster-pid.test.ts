import { expect } from 'chai'
import { acceptsConnections, parsePostmasterPid } from '../../../src/postgresql/postmaster-pid.js'

const LINES = [
  '4242',
  '/srv/data',
  '1700000000',
  '5433',
  '/run/postgresql',
  'localhost',
  '  5433001    131072',
  'ready   ',
]

describe('postgresql/postmaster-pid', () => {
  it('reads a whole file', () => {
    expect(parsePostmasterPid(`${LINES.join('\n')}\n`)).to.deep.equal({
      pid: 4242,
      standalone: false,
      datadir: '/srv/data',
      startedAt: 1700000000,
      port: 5433,
      socketDirectory: '/run/postgresql',
      listenAddress: 'localhost',
      sharedMemory: { key: 5433001, id: 131072 },
      status: 'ready',
    })
  })

  it('reads every beginning of it', () => {
    for (let count = 1; count <= LINES.length; count++) {
      const parsed = parsePostmasterPid(LINES.slice(0, count).join('\n'))
      expect(parsed?.pid, `${count} lines`).to.equal(4242)
      expect(parsed?.status).to.equal(count === 8 ? 'ready' : undefined)
    }
  })

  it('leaves out empty lines: no socket, no TCP', () => {
    const parsed = parsePostmasterPid('1\n/d\n2\n5432\n\n\n1 2\nstandby \n')
    expect(parsed).not.to.have.any.keys('socketDirectory', 'listenAddress')
    expect(parsed?.status).to.equal('standby')
  })

  it('knows a stand-alone backend', () => {
    expect(parsePostmasterPid('-77\n/d\n')).to.deep.include({ pid: 77, standalone: true })
  })

  it('gives undefined without a process id', () => {
    for (const text of ['', '\n', '0\n', 'x\n/d\n', '12a\n'])
      expect(parsePostmasterPid(text)).to.equal(undefined)
  })

  it('tells who accepts connections', () => {
    const status = (word: string) =>
      parsePostmasterPid(`1\n/d\n2\n3\n\n\n\n${word}\n`) ?? { pid: 0, standalone: false }
    expect(
      ['starting', 'stopping', 'ready', 'standby', 'odd', ''].map((word) => acceptsConnections(status(word))),
    ).to.deep.equal([false, false, true, true, false, false])
  })
})
