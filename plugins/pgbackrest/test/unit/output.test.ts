import { expect } from 'chai'
import { errorOf, hintFor, messagesIn, percentIn } from '../../src/output.js'

describe('what pgBackRest says', () => {
  const stderr = `WARN: no prior backup exists
ERROR: [082]: WAL segment was not archived
       HINT: check the archive_command
`

  it('is warnings and the error that ended it, with its hints', () => {
    const messages = messagesIn(stderr)
    expect(messages.map(({ level }) => level)).to.deep.equal(['WARN', 'ERROR'])
    expect(errorOf(messages, { exitCode: 82, stderr })).to.deep.equal({
      code: '082',
      text: 'WAL segment was not archived\nHINT: check the archive_command',
    })
    expect(hintFor({ code: '082', text: '' })).to.contain('archive_command')
  })

  it('may be nothing', () => {
    expect(errorOf([], { exitCode: 7, stderr: '' })).to.deep.equal({ code: '007', text: 'it said nothing' })
  })

  it('is how much is done', () => {
    expect(percentIn('P01 DETAIL: backup file /d/base/1/112 (8KB, 3.45%) checksum ab')).to.equal(3.45)
    expect(percentIn('P01 DETAIL: restore file /d/x - exists and is zero size (0B, 100.00%)')).to.equal(100)
    expect(percentIn('P00   INFO: full backup size = 21.9MB')).to.equal(undefined)
  })
})
