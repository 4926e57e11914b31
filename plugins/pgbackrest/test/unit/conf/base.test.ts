import { expect } from 'chai'
import { baseConf } from '../../../src/conf/base.js'
import { parseIni } from '../../../src/conf/ini.js'
import { repositoryKeys } from '../../../src/repositories.js'
import type { PgbackrestSettings } from '../../../src/settings.js'
import { settingsFaults } from '../../../src/settings-check.js'

const NONE = { options: {}, secrets: [] }

const settings: PgbackrestSettings = {
  execpath: '/usr/bin/pgbackrest',
  configpath: '/etc/pgbackrest',
  repository: { mode: 'path', path: '/repo', retention: { archive: 2, diff: 3, full: 4 }, ...NONE },
  further_repositories: [],
  logpath: '/log',
  spoolpath: '/spool',
  lockpath: '/lock',
  schedule: { calendar: 'daily', type: 'incr', full_after: 7 },
  options: { 'process-max': 4, 'repo1-bundle': true, 'repo2-type': 's3', exclude: ['a/', 'b/'] },
  secrets: [{ option: 'repo2-s3-key', file: '/key', command: [] }],
}

const TEMPLATE = '[global]\nlock-path=/x\nstart-fast=y\n'

describe('pgbackrest.conf', () => {
  const text = baseConf(TEMPLATE, settings, { 'repo2-s3-key': 'k' })
  const global = (conf: string) => parseIni(conf).get('global')

  it('has what the settings say, over the template', () => {
    const found = Object.fromEntries(global(text) ?? [])
    expect(found).to.deep.equal({
      'lock-path': ['/lock'],
      'start-fast': ['y'],
      'log-path': ['/log'],
      'spool-path': ['/spool'],
      'repo1-path': ['/repo'],
      'repo1-retention-archive': ['2'],
      'repo1-retention-diff': ['3'],
      'repo1-retention-full': ['4'],
      'process-max': ['4'],
      'repo1-bundle': ['y'],
      'repo2-type': ['s3'],
      exclude: ['a/', 'b/'],
      'repo2-s3-key': ['k'],
    })
    expect(repositoryKeys(settings)).to.deep.equal([1, 2])
  })

  it('is written again as it is', () => {
    expect(baseConf(text, settings, { 'repo2-s3-key': 'k' })).to.equal(text)
  })

  it('loses what the settings say no more, and nothing else', () => {
    const repository = { mode: 'host-ssh', host: 'h', host_port: null, host_config: null, ...NONE } as const
    const other = { ...settings, options: {}, repository: { ...repository, host_user: 'u', cmd_ssh: null } }
    const found = Object.fromEntries(global(baseConf(`${text}io-timeout=9\n`, other, {})) ?? [])
    expect(found).to.deep.equal({
      'lock-path': ['/lock'],
      'start-fast': ['y'],
      'log-path': ['/log'],
      'spool-path': ['/spool'],
      'io-timeout': ['9'],
      'repo1-host': ['h'],
      'repo1-host-type': ['ssh'],
      'repo1-host-user': ['u'],
    })
  })

  it('takes no option that would lead elsewhere', () => {
    const faults = (options: Record<string, unknown>) =>
      settingsFaults({ ...settings, options } as PgbackrestSettings).map(({ loc }) => loc.join('.'))
    expect(faults({ 'compress-type': 'zst', 'repo2-retention-full': 2 })).to.deep.equal([])
    for (const name of [
      'repo1-path',
      'pg1-path',
      'stanza',
      'lock-path',
      'Upper',
      'a=b',
      'repo1-cipher-pass',
      'a\nb',
    ])
      expect(faults({ [name]: 'x' }), name).to.deep.equal([`pgbackrest.options.${name}`])
    for (const value of ['', ' x', 'a\nb', null, {}, [], [['a']], Number.NaN])
      expect(faults({ 'io-timeout': value })).to.deep.equal(['pgbackrest.options.io-timeout'])
  })
})
