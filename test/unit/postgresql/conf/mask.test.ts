import { expect } from 'chai'
import { maskConfPasswords } from '../../../../src/postgresql/conf/mask.js'

describe('a configuration file that is shown', () => {
  const shown = (line: string) => maskConfPasswords(`port = 1\n${line}\n`).split('\n')[1]

  it('holds no password of a connection string, however that is written', () => {
    const secrets = [
      "primary_conninfo = 'host=p password=s3cret user=r'",
      "Primary_Conninfo='host=p password=''s3cret'''  # since May",
      "  # primary_conninfo = 'postgresql://r:s3cret@p/postgres'",
      "primary_conninfo 'password=s3cret",
      'primary_conninfo = host=p password=s3cret',
      '#primary_conninfo: ask for password s3cret',
    ]
    for (const line of secrets) expect(shown(line), line).to.match(/^(?!.*s3cret).*\*\*\*/)
    expect(shown(secrets[1] as string)).to.match(/^Primary_Conninfo='host=p password=.*' {2}# since May$/)
  })

  it('is else as it is', () => {
    const plain = [
      "primary_conninfo = 'host=p passfile=/p user=r'",
      "#primary_conninfo = ''\t\t\t# connection string to sending server",
      "archive_command = 'cp %p /a/%f'",
    ]
    for (const line of plain) expect(shown(line)).to.equal(line)
  })
})
