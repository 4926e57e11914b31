import { expect } from 'chai'
import { unitEnvironment } from '../../src/environment.js'

describe('variables of units', () => {
  it('are those of pglift and the directories of the user, in order', () => {
    const env = {
      PGLIFT_PREFIX: '/srv/a b',
      PATH: '/bin',
      PGPASSWORD: 'x',
      PGLIFT_CONFIG_DIR: '/etc/pglift',
      PGLIFT_DEBUG: '1',
      XDG_DATA_HOME: '/data',
    }
    expect(unitEnvironment(env)).to.deep.equal({
      lines: [
        'Environment="PGLIFT_CONFIG_DIR=/etc/pglift"',
        'Environment="PGLIFT_PREFIX=/srv/a b"',
        'Environment="XDG_DATA_HOME=/data"',
      ],
      secret: [],
    })
  })

  it('never are secrets', () => {
    const env = {
      PGLIFT_PATRONI__ETCD__PASSWORD: 's3kret',
      PGLIFT_SOME__URL: 'https://bob:s3kret@example',
      PGLIFT_POSTGRESQL__AUTH__PASSWORD_COMMAND: '["/usr/bin/pass","show"]',
    }
    const { lines, secret } = unitEnvironment(env)
    expect(secret).to.deep.equal(['PGLIFT_PATRONI__ETCD__PASSWORD', 'PGLIFT_SOME__URL'])
    expect(lines.join('\n')).to.not.include('s3kret')
    expect(lines).to.have.length(1)
  })
})
