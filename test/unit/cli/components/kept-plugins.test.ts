import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  putAside,
  putBack,
  removeAside,
  takeBackInterrupted,
} from '../../../../src/cli/components/kept-plugins.js'
import type { Files } from '../../../../src/effects/files.js'
import { realEffects } from '../../../../src/effects/real.js'

const CHANGES = new Set(['removeTree', 'rename', 'makeDirectories', 'write'])

/** Dies before the nth change. */
function dyingAt(count: number): Files {
  let left = count
  const { files } = realEffects()
  const wrapped = Object.entries(files).map(([name, method]) => {
    const call = (...args: unknown[]) => {
      if (CHANGES.has(name) && left-- === 0) throw new Error('killed')
      return (method as (...args: unknown[]) => unknown)(...args)
    }
    return [name, call]
  })
  return Object.fromEntries(wrapped) as Files
}

describe('the folder of plugins', () => {
  let folder: string
  const io = realEffects()
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plugins-'))
    put('package.json', 'before')
    put('node_modules/a/index.js', 'before')
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const change = () => {
    put('package.json', 'after')
    put('package-lock.json', 'after')
    rmSync(join(folder, 'node_modules/a'), { recursive: true })
    put('node_modules/b/index.js', 'after')
  }

  const isAsBefore = () => {
    expect(read('package.json')).to.equal('before')
    expect(read('node_modules/a/index.js')).to.equal('before')
    expect(existsSync(join(folder, 'package-lock.json'))).to.equal(false)
    expect(readdirSync(folder).sort()).to.deep.equal(['node_modules', 'package.json'])
  }

  it('is as it was, wherever the putting back is killed', async () => {
    for (let count = 0; count < 9; count += 1) {
      await putAside(folder, io)
      change()
      const dying = { ...io, files: dyingAt(count) }
      const killed = await putBack(folder, dying)
        .then(() => removeAside(folder, dying))
        .then(
          () => false,
          () => true,
        )
      const again = await takeBackInterrupted(folder, io, { patient: true })
      if (!killed) expect(again).to.equal(false)
      await removeAside(folder, io)
      isAsBefore()
    }
  })

  it('is left alone as long as npm works there, whatever that calls itself', async () => {
    await putAside(folder, io)
    change()
    const script = "process.title = 'npm install x'; console.log('up'); setTimeout(() => undefined, 60_000)"
    const npm = spawn(process.execPath, ['-e', script], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = once(npm, 'exit')
    await once(npm.stdout, 'data')
    expect(await takeBackInterrupted(folder, io, { patient: false })).to.equal(false)
    npm.kill('SIGKILL')
    await ended
    expect(await takeBackInterrupted(folder, io, { patient: false })).to.equal(true)
    isAsBefore()
  })

  it('counts as it is, wherever the putting aside is killed', async () => {
    for (let count = 0; count < 4; count += 1) {
      await putAside(folder, { ...io, files: dyingAt(count) }).catch(() => undefined)
      expect(await takeBackInterrupted(folder, io, { patient: true })).to.equal(false)
      await removeAside(folder, io)
      isAsBefore()
    }
  })
})
