import { expect } from 'chai'
import { baseConf } from '../../src/conf/base.js'
import { parseIni } from '../../src/conf/ini.js'
import { localKeys, repositoryKeys, stanzaHost } from '../../src/repositories.js'
import type { PgbackrestSettings } from '../../src/settings.js'
import { settingsFaults } from '../../src/settings-check.js'
import type { Repository } from '../../src/settings-repository.js'

const NONE = { options: {}, secrets: [] }
const retention = { archive: 2, diff: 3, full: 4 }
const path: Repository = { mode: 'path', path: '/repo', retention, ...NONE }
const host = { host: 'h', host_port: null, host_config: null, ...NONE }
const ssh: Repository = { mode: 'host-ssh', ...host, host_user: null, cmd_ssh: '/usr/bin/ssh' }
const s3: Repository = {
  mode: 's3',
  path: '/pg',
  retention,
  options: { 's3-bucket': 'b', 's3-endpoint': 'e', 's3-region': 'r', 's3-uri-style': 'path' },
  secrets: [{ option: 's3-key', file: '/key', command: [] }],
}

function section(
  repository: Repository,
  further_repositories: readonly Repository[] = [],
  options: PgbackrestSettings['options'] = {},
): PgbackrestSettings {
  const paths = { configpath: '/etc/p', logpath: '/log', spoolpath: '/spool', lockpath: '/lock' }
  const schedule = { calendar: 'daily', type: 'incr', full_after: 7 } as const
  const own = { execpath: '/usr/bin/pgbackrest', ...paths, schedule, secrets: [] }
  return { ...own, repository, further_repositories, options }
}

const faults = (settings: PgbackrestSettings) =>
  settingsFaults(settings).map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`)

describe('several repositories', () => {
  it('have their numbers, and their secrets in the file alone', () => {
    const settings = section(path, [s3, ssh], { 'process-max': 2, 'repo2-bundle': true })
    expect(faults(settings)).to.deep.equal([])
    const conf = baseConf('', settings, { 'repo2-s3-key': 'k' })
    expect(Object.fromEntries(parseIni(conf).get('global') ?? [])).to.deep.equal({
      'lock-path': ['/lock'],
      'log-path': ['/log'],
      'spool-path': ['/spool'],
      'repo1-path': ['/repo'],
      'repo1-retention-archive': ['2'],
      'repo1-retention-diff': ['3'],
      'repo1-retention-full': ['4'],
      'repo2-type': ['s3'],
      'repo2-path': ['/pg'],
      'repo2-retention-archive': ['2'],
      'repo2-retention-diff': ['3'],
      'repo2-retention-full': ['4'],
      'repo2-s3-bucket': ['b'],
      'repo2-s3-endpoint': ['e'],
      'repo2-s3-region': ['r'],
      'repo2-s3-uri-style': ['path'],
      'repo2-s3-key': ['k'],
      'repo2-bundle': ['y'],
      'repo3-host': ['h'],
      'repo3-host-type': ['ssh'],
      'cmd-ssh': ['/usr/bin/ssh'],
      'process-max': ['2'],
    })
    expect(repositoryKeys(settings)).to.deep.equal([1, 2, 3])
    expect(localKeys(settings)).to.deep.equal([1, 2])
    expect(stanzaHost(settings)).to.equal(undefined)
    expect(stanzaHost(section(ssh))).to.equal('h')
  })

  it('say what a store lacks, by the names of pgBackRest', () => {
    for (const [mode, missing] of [
      ['azure', ['azure-account', 'azure-container']],
      ['gcs', ['gcs-bucket']],
      ['sftp', ['sftp-host', 'sftp-host-user', 'sftp-private-key-file', 'sftp-host-key-hash-type']],
    ] as const) {
      const store: Repository = { ...s3, mode, ...NONE }
      expect(faults(section(store))).to.deep.equal(
        missing.map((name) => `repository.options.${name}: Field required`),
      )
    }
  })

  it('take no option twice, none that pglift sets, and no secret in clear', () => {
    const faulty: Repository = { ...path, options: { path: '/x', 'repo1-bundle': true, 'cipher-pass': 'c' } }
    expect(faults(section(faulty))).to.deep.equal([
      "repository.options.path: option 'path' is set by pglift itself",
      "repository.options.repo1-bundle: give it without 'repo1-': it is one of this repository",
      "repository.options.cipher-pass: option 'cipher-pass' holds a secret; give it in 'pgbackrest.repository.secrets'",
    ])
    const options = { 'repo2-path': '/y', 'repo2-s3-uri-style': 'host', 'repo4-path': '/z' }
    expect(faults(section(path, [s3], options))).to.deep.equal([
      "options.repo2-path: option 'repo2-path' is set by pglift itself; see 'pgbackrest.further_repositories.0'",
      "options.repo2-s3-uri-style: option 'repo2-s3-uri-style' is given in 'pgbackrest.further_repositories.0.options', too",
    ])
  })

  it('are refused where pgBackRest can not use them together', () => {
    expect(faults(section(ssh, [path]))).to.have.length(1)
    expect(faults(section(path, [path]))).to.deep.equal([
      'further_repositories.0.path: is that of another repository',
    ])
    expect(faults(section(path, [ssh, { ...ssh, cmd_ssh: null }]))).to.have.length(1)
    const tls = { mode: 'host-tls', ...host, cn: 'c', certificate: { ca_cert: '/a', cert: '/b', key: '/c' } }
    const server = { port: 1, pid_file: '/run/p' }
    expect(faults(section(path, [{ ...tls, ...server } as Repository]))).to.have.length(1)
  })
})
