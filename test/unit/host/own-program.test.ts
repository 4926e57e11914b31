import { expect } from 'chai'
import { ownProgram, selfContained } from '../../../src/host/own-program.js'

const ARGV = ['/usr/bin/node', '/opt/run.js']

describe('this program, as others are to start it', () => {
  it('takes along the variables of pglift and the directories of the user, in order', () => {
    const env = {
      PGLIFT_PREFIX: '/srv/a b',
      PATH: '/bin',
      PGPASSWORD: 'x',
      PGLIFT_CONFIG_DIR: '/etc/pglift',
      PGLIFT_DEBUG: '1',
      XDG_DATA_HOME: '/data',
    }
    const program = ownProgram(ARGV, env)
    const { variables, secret } = program
    expect(secret).to.deep.equal([])
    expect(variables).to.deep.equal([
      ['PGLIFT_CONFIG_DIR', '/etc/pglift'],
      ['PGLIFT_PREFIX', '/srv/a b'],
      ['XDG_DATA_HOME', '/data'],
    ])
    const assignments = ['PGLIFT_CONFIG_DIR=/etc/pglift', 'PGLIFT_PREFIX=/srv/a b', 'XDG_DATA_HOME=/data']
    expect(selfContained(program)).to.deep.equal(['/usr/bin/env', ...assignments, ...ARGV])
    expect(selfContained(ownProgram(ARGV, {}))).to.deep.equal(ARGV)
  })

  it('keeps secrets to itself', () => {
    const env = {
      PGLIFT_PATRONI__ETCD__PASSWORD: 's3kret',
      PGLIFT_SOME__URL: 'https://bob:s3kret@example',
      PGLIFT_POSTGRESQL__AUTH__PASSWORD_COMMAND: '["/usr/bin/pass","show"]',
    }
    const { variables, secret } = ownProgram(ARGV, env)
    expect(secret).to.deep.equal(['PGLIFT_PATRONI__ETCD__PASSWORD', 'PGLIFT_SOME__URL'])
    expect(variables.join()).to.not.include('s3kret')
    expect(variables).to.have.length(1)
  })
})
