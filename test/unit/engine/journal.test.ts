import { expect } from 'chai'
import { realEffects } from '../../../src/effects/real.js'
import {
  isInterrupted,
  Journal,
  noteUndone,
  parseJournal,
  readJournals,
} from '../../../src/engine/journal.js'
import { Secret } from '../../../src/models/secret.js'
import { type Bench, newBench } from './support.js'

const header = {
  id: 'one',
  verb: 'instance create',
  object: '15/main',
  pid: 1,
  processStart: undefined,
  startedAt: '2026-01-01T00:00:00.000Z',
  request: null,
  ports: [5432],
}
const HEADER = JSON.stringify({ header })
const start = (index: number) =>
  JSON.stringify({ start: index, kind: 'file.write', args: { path: '/x' }, record: {} })

describe('a journal', () => {
  it('tells which steps were started, done and undone', () => {
    const text = [HEADER, start(0), '{"done":0}', start(1), '{"undone":0}', ''].join('\n')
    const journal = parseJournal('/j', text)
    expect(journal?.header.object).to.equal('15/main')
    expect(journal?.steps.map(({ done, undone }) => ({ done, undone }))).to.deep.equal([
      { done: true, undone: true },
      { done: false, undone: false },
    ])
    expect(journal?.complete).to.equal(false)
  })

  it('is read up to a last line that was torn', () => {
    for (let length = 1; length < start(1).length; length += 7) {
      const text = `${HEADER}\n${start(0)}\n${start(1).slice(0, length)}`
      expect(parseJournal('/j', text)?.steps, `torn after ${length} bytes`).to.have.length(1)
    }
  })

  it('is none when not even its header was written', () => {
    expect(parseJournal('/j', '')).to.equal(undefined)
    expect(parseJournal('/j', HEADER.slice(0, -3))).to.equal(undefined)
  })

  it('is complete when it says so', () => {
    expect(parseJournal('/j', `${HEADER}\n{"complete":true}\n`)?.complete).to.equal(true)
  })

  describe('on disk', () => {
    let bench: Bench
    const { files, processes } = realEffects()

    beforeEach(async () => {
      bench = newBench()
      await files.makeDirectories(bench.engine.journalDirectory, 0o700)
    })

    afterEach(() => bench.remove())

    const newJournal = () => new Journal(files, bench.engine.journalDirectory, header)

    it('is a private file that holds no secret', async () => {
      const journal = newJournal()
      journal.write({ start: 0, kind: 'x', args: { password: new Secret('canary') }, record: null })
      const { mode } = (await files.status(journal.path)) ?? {}
      expect(mode).to.equal(0o600)
      const text = await files.readText(journal.path)
      expect(text).to.contain('***').and.not.contain('canary')
    })

    it('takes notes of another process after a torn line', async () => {
      const journal = newJournal()
      journal.write({ start: 0, kind: 'x', args: {}, record: null })
      files.append(journal.path, '{"start":1,"kin', 0o600)
      const [read] = await readJournals(files, bench.engine.journalDirectory)
      if (read === undefined) throw new Error('no journal')
      noteUndone(files, read, 0)
      const [again] = await readJournals(files, bench.engine.journalDirectory)
      expect(again?.steps.map(({ undone }) => undone)).to.deep.equal([true])
    })

    it('goes on after a line that could not be written', () => {
      const written: string[] = []
      let full = false
      const failing = {
        ...files,
        append(_: string, text: string) {
          written.push(full ? text.slice(0, 9) : text)
          if (full) throw new Error('ENOSPC')
        },
      }
      const journal = new Journal(failing, '/j', header)
      journal.write({ start: 0, kind: 'x', args: {}, record: null })
      full = true
      expect(() => journal.write({ done: 0 })).to.throw('ENOSPC')
      full = false
      journal.write({ undone: 0 })
      expect(parseJournal('/j', written.join(''))?.steps[0]).to.deep.include({ done: false, undone: true })
    })

    it('is interrupted when its process is gone, or another one has its pid', () => {
      const own = { ...header, pid: process.pid, processStart: processes.startTime(process.pid) }
      const record = { path: '', steps: [], complete: false }
      expect(isInterrupted({ ...record, header: own }, processes)).to.equal(false)
      expect(isInterrupted({ ...record, header: { ...own, processStart: 1 } }, processes)).to.equal(true)
      expect(isInterrupted({ ...record, header: { ...own, pid: 2 ** 22 + 1 } }, processes)).to.equal(true)
    })
  })
})
