import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { realEffects } from '../../../../src/effects/real.js'
import { runningPostmaster } from '../../../../src/operations/steps/postmaster.js'

const { files, processes } = realEffects()

describe('the postmaster of a data directory', () => {
  let datadir: string
  beforeEach(() => {
    datadir = mkdtempSync(join(tmpdir(), 'datadir-'))
    writeFileSync(join(datadir, 'postmaster.pid'), `${process.pid}\n${datadir}\n1700000000\n5432\n/tmp\n`)
  })
  afterEach(() => rmSync(datadir, { recursive: true, force: true }))

  const runsWhereWorking = (directory: string | undefined) =>
    runningPostmaster({ files, processes: { ...processes, workingDirectory: () => directory } }, datadir)

  it('is the process of its pid file that works there', async () => {
    expect(await runsWhereWorking(datadir)).to.include({ pid: process.pid, port: 5432 })
  })

  it('is not whoever got the pid of a server that crashed, another user’s process neither', async () => {
    expect(await runsWhereWorking('/')).to.equal(undefined)
    expect(await runsWhereWorking(undefined)).to.equal(undefined)
    expect(await runningPostmaster({ files, processes }, datadir)).to.equal(undefined)
  })
})
