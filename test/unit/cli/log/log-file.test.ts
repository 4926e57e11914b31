import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openAuditLog, openLogFile } from '../../../../src/cli/log/log-file.js'

for (const [name, open] of Object.entries({ openAuditLog, openLogFile }))
  describe(name, () => {
    let path: string
    let told: string[]
    beforeEach(() => {
      path = join(mkdtempSync(join(tmpdir(), 'log-')), 'pglift.log')
      told = []
    })
    afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }))

    it('appends to a file that only its owner can read', async () => {
      const append = await open(path, (message) => told.push(message))
      append('one\n')
      append('two\n')
      expect(readFileSync(path, 'utf8')).to.equal('one\ntwo\n')
      expect(statSync(path).mode & 0o777).to.equal(0o600)
      expect(told).to.deep.equal([])
    })

    it('fails no command that has begun, and tells once that records are missing', async () => {
      const append = await open(path, (message) => told.push(message))
      rmSync(join(path, '..'), { recursive: true })
      append('one\n')
      append('two\n')
      expect(told).to.have.length(1)
      expect(told[0]).to.contain(`records are missing in ${path}`).and.contain('ENOENT')
    })
  })
