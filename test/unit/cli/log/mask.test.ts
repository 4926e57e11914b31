import { expect } from 'chai'
import { maskArgv, maskText, shellJoin } from '../../../../src/cli/log/mask.js'

const flags = {
  password: { type: 'option' },
  'standby-for': { type: 'option' },
  key: { type: 'option', secret: true },
  login: { type: 'boolean' },
}

const masked = (...argv: string[]) => shellJoin(maskArgv(argv, flags))

describe('cli/log/mask', () => {
  const texts: [text: string, expected: string][] = [
    ['host=h password=s3kret user=u', 'host=h password=*** user=u'],
    ["password='s3 kret' user=u", 'password=*** user=u'],
    ['postgresql://u:s3kret@h/db?password=s3kret&x=1', 'postgresql://u:***@h/db?password=***&x=1'],
    ["ALTER ROLE r PASSWORD 's3''kret'", 'ALTER ROLE r PASSWORD ***'],
    ["alter role r password E's3kret' login", 'alter role r password *** login'],
    ['ALTER ROLE r PASSWORD $x$s3kret$x$', 'ALTER ROLE r PASSWORD ***'],
    ['PGPASSWORD=s3kret psql', 'PGPASSWORD=*** psql'],
    ['work_mem=4MB', 'work_mem=4MB'],
  ]
  for (const [text, expected] of texts) {
    it(`masks ${text}`, () => {
      expect(maskText(text)).to.equal(expected)
    })
  }

  it('masks password options however they are written', () => {
    expect(masked('bob', '--password', 's3kret', '--login')).to.equal('--password=*** --login bob')
    expect(masked('bob', '--password=s3kret')).to.equal('--password=*** bob')
    expect(masked('--password', '--login', '--key', 's3kret')).to.equal('--password --login --key=***')
    expect(masked('--standby-for', 'host=h password=s3kret')).to.equal("'--standby-for=host=h password=***'")
  })

  it('quotes for a shell and keeps -- where it is needed', () => {
    expect(masked("it's", '', '--', '-x', '*')).to.equal(`-- 'it'"'"'s' '' -x '*'`)
  })
})
