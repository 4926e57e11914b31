import { expect } from 'chai'
import { archiveParameters, confEscaped, shellWord } from '../../../src/conf/archive.js'

describe('archive_command', () => {
  it('takes words that a shell would split or replace', () => {
    expect(shellWord('/usr/bin/pgbackrest')).to.equal('/usr/bin/pgbackrest')
    expect(shellWord('/a b')).to.equal("'/a b'")
    expect(shellWord("/it's $HOME")).to.equal("'/it'\\''s $HOME'")
    expect(shellWord('/50%p')).to.equal('/50%%p')
  })

  it('is read from the template as PostgreSQL reads it', () => {
    const word = "/it's a\\b"
    const text = `# archiving\nwal_level = replica\narchive_mode on # yes\narchive_command = '${confEscaped(shellWord(word))} %p'\n`
    expect(archiveParameters(text).parameters).to.deep.equal({
      wal_level: 'replica',
      archive_mode: 'on',
      archive_command: `${shellWord(word)} %p`,
    })
    expect(archiveParameters('a = 1\n[oops]\n').unreadable).to.equal(2)
  })
})
