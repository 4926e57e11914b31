import { expect } from 'chai'
import { debian, faults, load, type Tree } from './support.js'

const postgresql = (yaml: string, tree: Tree = {}) => faults({ yaml: `postgresql: ${yaml}`, tree })

describe('postgresql.bindir and versions', () => {
  it('guess the layout of the PGDG packages', async () => {
    const tree = { '/usr/lib/postgresql/15/bin/pg_ctl*': null, '/usr/pgsql-16/bin/pg_ctl*': '' }
    const { settings, origins } = await load({ tree })
    expect(settings.postgresql.bindir).to.equal('/usr/pgsql-{version}/bin')
    expect(settings.postgresql.default_version).to.equal('16')
    expect(origins.get('postgresql.bindir')).to.deep.equal({ kind: 'computed' })
  })

  it('merge listed versions with those found, listed ones first', async () => {
    const tree = { ...debian('14'), '/opt/15': null, '/opt/18': null }
    const yaml =
      'postgresql: {versions: [{version: "18", bindir: /opt/18}, {version: 15, bindir: /opt/15}], default_version: 14}'
    const { settings } = await load({ yaml, tree })
    expect(settings.postgresql.versions).to.deep.equal([
      { version: '14', bindir: '/usr/lib/postgresql/14/bin' },
      { version: '15', bindir: '/opt/15' },
      { version: '18', bindir: '/opt/18' },
    ])
    expect(settings.postgresql.default_version).to.equal('14')
  })

  it('look for nothing when bindir is null', async () => {
    const { settings } = await load({
      yaml: 'postgresql: {bindir: null, versions: [{version: "17", bindir: /opt/17}]}',
      tree: { '/opt/17': null },
    })
    expect(settings.postgresql.versions.map(({ version }) => version)).to.deep.equal(['17'])
    expect(await postgresql('{bindir: null}')).to.deep.equal([
      "postgresql.versions: expecting a version when 'bindir' is null",
    ])
  })

  const cases: readonly [string, readonly string[]][] = [
    ['{bindir: /usr/bin}', ["postgresql.bindir: missing '{version}' template placeholder"]],
    [
      '{bindir: "/x/{version}/{name}"}',
      ["postgresql.bindir: unknown template variable '{name}', expecting {version}"],
    ],
    [
      '{bindir: "/opt/{version}"}',
      ["postgresql.versions: no value could be inferred from bindir template '/opt/{version}'"],
    ],
    ['{default_version: 17}', ["postgresql.default_version: value must be amongst available 'versions': 15"]],
    [
      '{default_version: 12}',
      ["postgresql.default_version: Input should be '13', '14', '15', '16', '17' or '18'"],
    ],
    ['{versions: [{version: "16"}]}', ['postgresql.versions.0.bindir: Field required']],
    [
      '{versions: [{version: "16", bindir: /none}]}',
      ['postgresql.versions.0.bindir: Path does not point to a directory'],
    ],
    [
      '{versions: [{version: "16", bindir: x, y: 1}]}',
      [
        'postgresql.versions.0.y: Extra inputs are not permitted',
        'postgresql.versions.0.bindir: expecting an absolute path',
      ],
    ],
  ]
  for (const [yaml, expected] of cases) {
    it(`are checked: ${yaml}`, async () => {
      expect(await postgresql(yaml)).to.deep.equal(expected)
    })
  }

  it('are listed once', async () => {
    const yaml = '{versions: [{version: "16", bindir: /opt}, {version: "16", bindir: /opt}]}'
    expect(await postgresql(yaml, { '/opt': null })).to.deep.equal([
      "postgresql.versions: version '16' is listed twice",
    ])
  })

  it('say where they were looked for in vain', async () => {
    expect(await faults({ tree: { '/usr/lib/postgresql/15/bin/pg_ctl*': null } })).to.deep.equal([
      "postgresql.versions: no value could be inferred from bindir template '/usr/lib/postgresql/{version}/bin' or '/usr/pgsql-{version}/bin'",
    ])
  })
})

describe('postgresql, between its settings', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['{datadir: "pg/data"}', ["postgresql.datadir: missing '{name}' template placeholder"]],
    ['{datadir: "pg/{name}", waldir: "wal/{name}"}', []],
    [
      '{datadir: "pg/{name}"}',
      ["postgresql.waldir: expecting the same template variables as for 'datadir' setting"],
    ],
    [
      '{datadir: "/a/{version}/{name}", waldir: "/a/{version}/{name}/wal"}',
      ["postgresql.waldir: cannot be in 'datadir'"],
    ],
    ['{datadir: "/a/{name}{"}', ["postgresql.datadir: single '{'; write '{{' for a brace"]],
    ['{datadir: "/a/{name!r}"}', ["postgresql.datadir: unsupported placeholder '{name!r}'"]],
    [
      '{dumps_directory: "/a/{name}"}',
      ["postgresql.dumps_directory: missing '{version}' template placeholder"],
    ],
    ['{logpath: "log/{name}"}', ['postgresql.logpath: accepts no template variable']],
    ['{logpath: null}', []],
    ['{socket_directory: "/a,b"}', ['postgresql.socket_directory: must not contain a comma']],
    [
      '{auth: {passfile: null}, surole: {pgpass: true}, backuprole: {pgpass: true}}',
      [
        "postgresql.surole.pgpass: cannot set 'pgpass' without 'auth.passfile'",
        "postgresql.backuprole.pgpass: cannot set 'pgpass' without 'auth.passfile'",
      ],
    ],
    ['{surole: {pgpass: true}}', []],
    ['{auth: {passfile: pgpass}}', ['postgresql.auth.passfile: expecting an absolute path']],
    [
      '{dump_commands: [["{bindir}/pg_dump"], [/none/x, "{nope}"]]}',
      [
        "postgresql.dump_commands.1.1: unknown template variable '{nope}', expecting {bindir}, {path}, {conninfo}, {dbname} or {date}",
        "postgresql.dump_commands: program '/none/x' from command #2 does not exist",
      ],
    ],
    [
      '{restore_commands: [[pg_restore]], dump_commands: [[]]}',
      [
        'postgresql.dump_commands.0: List should have at least 1 item after validation, not 0',
        "postgresql.restore_commands: program 'pg_restore' from command #1 is neither an absolute path nor below '{bindir}'",
      ],
    ],
    ['{auth: {password_command: [pass, "{instance.version}/{role}"]}}', []],
    [
      '{foo: 1, auth: {bar: 2}}',
      [
        'postgresql.foo: Extra inputs are not permitted',
        'postgresql.auth.bar: Extra inputs are not permitted',
      ],
    ],
  ]
  for (const [yaml, expected] of cases) {
    it(`${expected.length === 0 ? 'accepts' : 'refuses'} ${yaml}`, async () => {
      if (expected.length === 0) await load({ yaml: `postgresql: ${yaml}` })
      else expect(await postgresql(yaml)).to.deep.equal(expected)
    })
  }

  it('accepts a program that is there', async () => {
    await load({ yaml: 'postgresql: {dump_commands: [[/opt/dump, "{dbname}"]]}', tree: { '/opt/dump*': '' } })
  })
})
