import { expect } from 'chai'
import { baseBackupArgv } from '../../../../src/postgresql/argv/base-backup.js'
import { checksumsArgv } from '../../../../src/postgresql/argv/checksums.js'
import { cloneArgv } from '../../../../src/postgresql/argv/clone.js'
import { initdbArgv } from '../../../../src/postgresql/argv/initdb.js'
import { postgresArgv } from '../../../../src/postgresql/argv/postgres.js'
import { rewindArgv } from '../../../../src/postgresql/argv/rewind.js'
import { upgradeArgv } from '../../../../src/postgresql/argv/upgrade.js'

const MINIMAL = {
  version: '15',
  bindir: '/b',
  datadir: '/d',
  superuser: 'postgres',
  authLocal: 'peer',
  authHost: 'md5',
}

describe('postgresql/argv', () => {
  it('initdb', () => {
    expect(initdbArgv(MINIMAL)).to.deep.equal([
      '/b/initdb',
      '--pgdata=/d',
      '--username=postgres',
      '--auth-local=peer',
      '--auth-host=md5',
    ])
    const all = { waldir: '/w', locale: 'C', encoding: 'UTF8', dataChecksums: true, allowGroupAccess: true }
    expect(initdbArgv({ ...MINIMAL, ...all }, '/pw').slice(5)).to.deep.equal([
      '--encoding=UTF8',
      '--locale=C',
      '--waldir=/w',
      '--data-checksums',
      '--allow-group-access',
      '--pwfile=/pw',
    ])
  })

  it('initdb without checksums: said to 18, whose default is on, and left out before', () => {
    expect(initdbArgv({ ...MINIMAL, dataChecksums: false })).not.to.include('--no-data-checksums')
    expect(initdbArgv({ ...MINIMAL, version: '18', dataChecksums: false })).to.include('--no-data-checksums')
    expect(initdbArgv({ ...MINIMAL, version: '18' }).join()).not.to.contain('checksums')
  })

  it('postgres', () => {
    expect(postgresArgv('/b', '/d')).to.deep.equal(['/b/postgres', '-D', '/d'])
  })

  it('pg_basebackup', () => {
    const options = { bindir: '/b', datadir: '/d', waldir: '/w', conninfo: 'host=h', slot: 's' }
    expect(baseBackupArgv(options)).to.deep.equal([
      '/b/pg_basebackup',
      '--pgdata=/d',
      '--write-recovery-conf',
      '--checkpoint=fast',
      '--no-password',
      '--progress',
      '--verbose',
      '--dbname=host=h',
      '--waldir=/w',
      '--slot=s',
    ])
  })

  it('pg_rewind', () => {
    expect(rewindArgv({ bindir: '/b', datadir: '/d', conninfo: 'host=h', extra: ['--debug'] })).to.deep.equal(
      ['/b/pg_rewind', '--target-pgdata=/d', '--source-server=host=h', '--write-recovery-conf', '--debug'],
    )
  })

  it('pg_upgrade', () => {
    const options = {
      oldBindir: '/o',
      newBindir: '/n',
      oldDatadir: '/od',
      newDatadir: '/nd',
      superuser: 'su',
    }
    expect(
      upgradeArgv({ ...options, oldPort: 1, newPort: 2, socketDirectory: '/s', extra: ['--link'] }),
    ).to.deep.equal([
      '/n/pg_upgrade',
      '--old-bindir=/o',
      '--new-bindir=/n',
      '--old-datadir=/od',
      '--new-datadir=/nd',
      '--username=su',
      '--old-port=1',
      '--new-port=2',
      '--socketdir=/s',
      '--link',
    ])
  })

  it('pg_checksums', () => {
    expect(checksumsArgv('/b', '/d', 'enable')).to.deep.equal(['/b/pg_checksums', '--enable', '--pgdata=/d'])
  })

  it('pg_dump into pg_restore', () => {
    const options = { bindir: '/b', source: 'host=a', target: 'host=b' }
    expect(cloneArgv(options)).to.deep.equal({
      dump: ['/b/pg_dump', '--format=custom', '--dbname=host=a'],
      restore: ['/b/pg_restore', '--exit-on-error', '--dbname=host=b'],
    })
    const { dump } = cloneArgv({ ...options, schemaOnly: true, verbose: true })
    expect(dump).to.deep.equal(['/b/pg_dump', '--format=custom', '--schema-only', '-vv', '--dbname=host=a'])
  })

  it('never has a password on a command line', () => {
    const conninfo = 'host=h password=sekret'
    const uri = 'postgresql://u:sekret@h'
    for (const make of [
      () => baseBackupArgv({ bindir: '/b', datadir: '/d', conninfo }),
      () => rewindArgv({ bindir: '/b', datadir: '/d', conninfo: uri }),
      () => cloneArgv({ bindir: '/b', source: uri, target: 'host=h' }),
    ]) {
      expect(make).to.throw('a password was about to be put on a command line')
    }
  })
})
