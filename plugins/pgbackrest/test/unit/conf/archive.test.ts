import { confEntries, parseConf } from '@pglift/sdk'
import { expect } from 'chai'
import { confEscaped, shellWord } from '../../../src/conf/archive.js'

describe('archive_command', () => {
  it('takes words that a shell would split or replace', () => {
    expect(shellWord('/usr/bin/pgbackrest')).to.equal('/usr/bin/pgbackrest')
    expect(shellWord('/a b')).to.equal("'/a b'")
    expect(shellWord("/it's $HOME")).to.equal("'/it'\\''s $HOME'")
    expect(shellWord('/50%p')).to.equal('/50%%p')
  })

  it('holds such a word as PostgreSQL reads it', () => {
    const word = "/it's a\\b"
    const text = `archive_command = '${confEscaped(shellWord(word))} %p'\n`
    expect(confEntries(parseConf(text, 'x'))).to.deep.equal({ archive_command: `${shellWord(word)} %p` })
  })
})
