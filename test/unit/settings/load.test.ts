import { expect } from 'chai'
import { debian, FILE, failure, faults, load } from './support.js'

describe('loadSettings', () => {
  it('gives the defaults of an unprivileged user', async () => {
    const { settings, file } = await load({ tree: { '/run/user/1000': null } })
    expect(file).to.equal(undefined)
    expect(settings).to.deep.include({
      prefix: '/home/alice/.local/share/pglift',
      run_prefix: '/run/user/1000/pglift',
      sysuser: ['alice', 'dba'],
      service_manager: null,
    })
    const { postgresql, cli } = settings
    expect(postgresql).to.deep.include({
      bindir: '/usr/lib/postgresql/{version}/bin',
      versions: [{ version: '15', bindir: '/usr/lib/postgresql/15/bin' }],
      default_version: '15',
      initdb: { locale: 'C', encoding: 'UTF8', data_checksums: null, allow_group_access: null },
      surole: { name: 'postgres', pgpass: false },
      backuprole: { name: 'backup', pgpass: false },
      replrole: null,
      datadir: '/home/alice/.local/share/pglift/srv/pgsql/{version}/{name}/data',
      waldir: '/home/alice/.local/share/pglift/srv/pgsql/{version}/{name}/wal',
      logpath: '/home/alice/.local/share/pglift/log/postgresql',
      socket_directory: '/run/user/1000/pglift/postgresql',
      dumps_directory: '/home/alice/.local/share/pglift/srv/dumps/{version}-{name}',
    })
    expect(postgresql.auth).to.deep.equal({
      local: 'trust',
      host: 'trust',
      hostssl: 'trust',
      passfile: '/home/alice/.pgpass',
      password_command: [],
    })
    expect(cli).to.deep.include({
      lock_file: '/run/user/1000/pglift/.pglift.lock',
      audit: null,
      log_level: null,
    })
  })

  it('falls back to the directory of temporary files', async () => {
    expect((await load()).settings.run_prefix).to.equal('/tmp/pglift')
  })

  it('gives root the roots of the system', async () => {
    const user = { uid: 0, name: 'root', group: 'root', home: '/root', temporaryDirectory: '/tmp' }
    const { settings } = await load({ user })
    expect(settings).to.include({ prefix: '/', run_prefix: '/run/pglift' })
    expect(settings.postgresql.datadir).to.equal('/srv/pgsql/{version}/{name}/data')
  })

  it('takes relative paths below the prefix of their kind', async () => {
    const { settings } = await load({
      yaml: 'prefix: /srv/site/\nrun_prefix: /run/site\npostgresql: {datadir: "pg/{name}", waldir: "~/wal/{name}"}\ncli: {audit: {path: a.log}}\n',
    })
    expect(settings.prefix).to.equal('/srv/site')
    expect(settings.postgresql.datadir).to.equal('/srv/site/srv/pg/{name}')
    expect(settings.postgresql.waldir).to.equal('/home/alice/wal/{name}')
    expect(settings.postgresql.socket_directory).to.equal('/run/site/postgresql')
    expect(settings.cli.audit?.path).to.equal('/srv/site/log/a.log')
  })

  it('freezes what it returns, at every depth', async () => {
    const { settings } = await load({ yaml: 'postgresql: {auth: {local: peer}}' })
    expect(settings.postgresql.auth).to.be.frozen
    expect(settings.postgresql.dump_commands[0]).to.be.frozen
  })

  it('reports all faults together, each with its source', async () => {
    const error = await failure({
      yaml: 'prefix: here\nfoo: 1\npostgresql:\n  bindir: /usr/bin\n  auth: {local: maybe, passfile: null}\n  surole: {pgpass: true}\n',
      env: { PGLIFT_RUN_PREFIX: 'run', PGLIFT_CLI__LOG_LEVEL: 'loud' },
    })
    expect(error.message.split('\n')).to.deep.equal([
      'invalid site settings: 7 validation errors for SiteSettings',
      'foo',
      `  Extra inputs are not permitted [type=extra_forbidden, from=${FILE}]`,
      'prefix',
      `  expecting an absolute path [type=value_error, from=${FILE}]`,
      'run_prefix',
      '  expecting an absolute path [type=value_error, from=PGLIFT_RUN_PREFIX]',
      'postgresql.bindir',
      `  missing '{version}' template placeholder [type=value_error, from=${FILE}]`,
      'postgresql.auth.local',
      "  Input should be 'trust', 'reject', 'md5', 'password', 'scram-sha-256', 'sspi', 'ident', 'peer', 'pam', 'ldap', 'radius' or 'bsd' " +
        `[type=enum, from=${FILE}]`,
      'cli.log_level',
      "  Input should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL' [type=enum, from=PGLIFT_CLI__LOG_LEVEL]",
      'postgresql.surole.pgpass',
      `  cannot set 'pgpass' without 'auth.passfile' [type=value_error, from=${FILE}]`,
    ])
  })

  it('refuses values of the wrong type, and control characters', async () => {
    expect(
      await faults({
        yaml: 'prefix: [1]\nsysuser: [a]\npostgresql: {initdb: {data_checksums: maybe}, surole: 3, replrole: "", logpath: "a\\nb"}\n',
      }),
    ).to.have.members([
      'prefix: Input should be a valid string',
      'sysuser: List should have at least 2 items after validation, not 1',
      'postgresql.initdb.data_checksums: Input should be a valid boolean',
      'postgresql.surole: Input should be a valid dictionary',
      'postgresql.replrole: String should have at least 1 character',
      'postgresql.logpath: must not contain control characters',
    ])
  })

  it("reads YAML 1.1's booleans and unquoted versions, as the original does", async () => {
    const { settings } = await load({
      yaml: 'postgresql: {default_version: 15, initdb: {data_checksums: "on"}}\ncli: {log_level: debug}',
    })
    expect(settings.postgresql.default_version).to.equal('15')
    expect(settings.postgresql.initdb.data_checksums).to.equal(true)
    expect(settings.cli.log_level).to.equal('DEBUG')
  })

  it('ignores the file and the variables when only defaults are asked for', async () => {
    const { settings, file } = await load({ yaml: 'foo: 1', env: { PGLIFT_PREFIX: 'x' }, defaultsOnly: true })
    expect(settings.prefix).to.equal('/home/alice/.local/share/pglift')
    expect(file).to.equal(undefined)
  })

  it('finds the newest version by default', async () => {
    const { settings } = await load({ tree: debian('13', '17') })
    expect(settings.postgresql.versions.map(({ version }) => version)).to.deep.equal(['13', '15', '17'])
    expect(settings.postgresql.default_version).to.equal('17')
  })
})
