import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { realLocks } from '../../../src/effects/locks.js'

const locks = realLocks()

describe('a lock', () => {
  let path: string
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'site.lock')
  })
  afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }))

  const refusal = () => locks.acquire(path, 'instance drop 15/main').then(undefined, (error: Error) => error)

  it('keeps others away, who are told of its holder, until it is released', async () => {
    const lock = await locks.acquire(path, 'instance create 15/main')
    const error = await refusal()
    expect(error).to.have.property('code', 'PGLIFT_LOCKED')
    expect(error).to.have.property('message').that.contains(`(pid ${process.pid}: instance create 15/main)`)
    await lock.release()
    expect(readFileSync(path, 'utf8')).to.equal('')
    await (await locks.acquire(path, 'instance drop 15/main')).release()
  })

  it('is taken and released where nothing can be written', async () => {
    const lock = await locks.acquire('/dev/full', 'instance create 15/main', 10_000)
    await lock.release()
  })
})
