import { spawn, spawnSync } from 'node:child_process'
import { expect } from 'chai'
import { realProcesses } from '../../../src/effects/processes.js'

const processes = realProcesses()

/** Runs as a user who is not allowed to look at root's processes. */
function unprivileged<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work()
  process.seteuid?.(65534)
  try {
    return work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('processes', () => {
  it('tell where one works, unless it has ended or is somebody else’s', () => {
    const { pid: ended } = spawnSync('true')
    expect(processes.workingDirectory(process.pid)).to.equal(process.cwd())
    expect(processes.workingDirectory(ended)).to.equal(undefined)
    expect(unprivileged(() => processes.workingDirectory(1))).to.equal(undefined)
  })

  it('that have ended meanwhile can be sent a signal', () => {
    const { pid } = spawnSync('true')
    expect(() => processes.signal(pid, 'SIGTERM')).to.not.throw()
  })

  it('of others can not be sent a signal, which is told in words', () => {
    // Not SIGCONT: that may be sent to any process of one's own session (kill(2)), which process 1 may be.
    const signal = () => unprivileged(() => processes.signal(1, 'SIGURG'))
    expect(signal).to.throw("can't send SIGURG to process 1").with.property('code', 'PGLIFT_SIGNAL')
  })

  it('get the signal that is sent', async () => {
    const child = spawn('sleep', ['60'])
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
    processes.signal(child.pid as number, 'SIGTERM')
    expect(await ended).to.equal('SIGTERM')
  })
})

describe('a command that fails', () => {
  const failure = (options: object) =>
    processes
      .run(['sh', '-c', 'echo said; echo sorry >&2; exit 3'], options)
      .then(undefined, (error: Error) => error.message)

  it('is told with what it said', async () => {
    expect(await failure({})).to.match(/^Command '\['sh', .* returned non-zero exit status 3\.\nsorry\nsaid$/)
  })

  it('is told without a secret that it printed', async () => {
    expect(await failure({ secretOutput: true })).to.match(/exit status 3\.\nsorry$/)
  })
})
