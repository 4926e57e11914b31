import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { realFiles } from '../../../src/effects/files.js'

const files = realFiles()

describe('files', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'files-'))
    path = join(directory, 'file')
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  it('are written as text or bytes, with their mode, and leave nothing beside them', async () => {
    await files.write(path, 'é', 0o640)
    expect(readFileSync(path)).to.deep.equal(Buffer.from([0xc3, 0xa9]))
    await files.write(path, Buffer.from([0xe9]), 0o600)
    expect(readFileSync(path)).to.deep.equal(Buffer.from([0xe9]))
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(await files.list(directory)).to.deep.equal(['file'])
  })

  it('are edited only where their text can be written back as it was', async () => {
    const withMark = '\ufeff# é\n'
    await files.write(path, withMark, 0o600)
    expect(await files.readEditable(path)).to.equal(withMark)
    writeFileSync(path, '# é\n', 'latin1')
    const error = await files.readEditable(path).then(undefined, (thrown) => thrown)
    expect(error).to.include({ code: 'PGLIFT_NOT_UTF8' })
    expect(error.message).to.contain(path)
    expect(await files.readText(path)).to.equal('# \ufffd\n')
    expect(await files.readEditable(join(directory, 'absent'))).to.equal(undefined)
  })

  it('lie in directories that are made, and told of before, outermost first', async () => {
    const [outer, inner] = [join(directory, 'a'), join(directory, 'a', 'b')]
    expect(await files.missingDirectories(inner)).to.deep.equal([outer, inner])
    expect(await files.makeDirectories(inner, 0o750)).to.deep.equal([outer, inner])
    expect(statSync(outer).mode & 0o777).to.equal(0o750)
    expect(await files.missingDirectories(inner)).to.deep.equal([])
    expect(await files.makeDirectories(inner, 0o700)).to.deep.equal([])
  })

  it('are removed, once or twice', async () => {
    writeFileSync(path, '')
    await files.removeFile(path)
    await files.removeFile(path)
    await files.removeFile(join(directory, 'absent', 'file'))
    expect(existsSync(path)).to.equal(false)
  })
})
