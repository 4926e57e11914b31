import { expect } from 'chai'
import { AT_FIRST, advance } from '../../src/steps/progress.js'

const read = (...texts: string[]) =>
  texts.reduce((progress, text) => advance(progress, `2026-11-23 03:29:52,186 ${text}`), AT_FIRST)

describe("patroni: what its log tells of a member's start", () => {
  it('etcd that does not answer, and that does again', () => {
    const down = 'ERROR: Failed to get list of machines from http://127.0.0.1:2379: MaxRetryError'
    expect(read(down).etcdProblem).to.contain('Failed to get list')
    expect(read(down, 'INFO: Selected new etcd server http://127.0.0.1:2379').etcdProblem).to.equal(undefined)
  })

  it('another node that makes the cluster', () => {
    expect(read('INFO: waiting for leader to bootstrap').waitsForLeader).to.equal(true)
    expect(
      read('INFO: waiting for leader to bootstrap', 'INFO: bootstrapped from leader').waitsForLeader,
    ).to.equal(false)
  })

  it('copies that fail', () => {
    const failed = 'ERROR: Error creating replica using method pgbackrest: pgbackrest exited with code=55'
    expect(read(failed, failed).failedCopies).to.equal(2)
  })

  it('a backup that is not there yet, while nobody leads', () => {
    const attempt = [
      'INFO: Lock owner: None; I am m1',
      'INFO: trying to bootstrap (without leader)',
      'ERROR: Error creating replica using method pgbackrest: pgbackrest exited with code=75',
      'ERROR: failed to bootstrap (without leader)',
    ]
    const waiting = read(...attempt, ...attempt, 'INFO: Lock owner: None; I am m1')
    expect(waiting).to.include({ failedCopies: 0, waitsForLeader: true })
    expect(read(...attempt, 'INFO: Lock owner: m2; I am m1').waitsForLeader).to.equal(false)
  })

  it('what will not get better', () => {
    const text = 'CRITICAL: system ID mismatch, node m1 belongs to a different cluster: 1 != 2'
    expect(read(text).fatal).to.contain('system ID mismatch')
  })
})
