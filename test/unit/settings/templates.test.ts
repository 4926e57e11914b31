import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  confTemplate,
  hbaTemplate,
  identTemplate,
  psqlrcTemplate,
  type SiteTemplates,
} from '../../../src/settings/templates.js'
import { load, treeReader } from './support.js'

// From build/test/unit/settings/ up to the root of the project.
const TEMPLATES = new URL('../../../../templates/', import.meta.url)
const NAMES = ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf', 'psqlrc']
const SHIPPED = Object.fromEntries(
  NAMES.map((name) => `postgresql/${name}.njk`).map((path) => [
    `/shipped/${path}`,
    readFileSync(new URL(path, TEMPLATES), 'utf8'),
  ]),
)
const MAIN = { version: '15', name: 'main' }

async function site(yaml: string, files: Record<string, string> = {}): Promise<SiteTemplates> {
  const { settings } = await load({ yaml })
  const reader = treeReader({ ...SHIPPED, ...files })
  return { settings, reader, directories: ['/etc/pglift', '/shipped'] }
}

const rejected = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: Error) => error.message,
  )

describe('shipped templates', () => {
  it('give postgresql.conf', async () => {
    expect(await confTemplate(await site(`run_prefix: /run/p\nprefix: "/srv/it's"`), MAIN)).to.deep.equal({
      cluster_name: 'main',
      shared_buffers: '25%',
      effective_cache_size: '66%',
      unix_socket_directories: '/run/p/postgresql',
      log_directory: "/srv/it's/log/postgresql",
      log_filename: '15-main-%Y-%m-%d_%H%M%S.log',
      log_destination: 'stderr',
      logging_collector: true,
    })
  })

  it('leave log_directory out when logs are not managed', async () => {
    expect(await confTemplate(await site('postgresql: {logpath: null}'), MAIN)).not.to.have.property(
      'log_directory',
    )
  })

  it('give pg_hba.conf, pg_ident.conf and psqlrc', async () => {
    const templates = await site('postgresql: {surole: {name: "my role"}, auth: {local: peer}}')
    const lines = (await hbaTemplate(templates, MAIN, { host: 'md5' })).trimEnd().split('\n')
    expect(lines.map((line) => line.split(/\s{2,}/))).to.deep.equal([
      ['local', 'all', '"my role"', 'peer'],
      ['local', 'all', 'all', 'peer'],
      ['host', 'all', 'all', '127.0.0.1/32', 'md5'],
      ['host', 'all', 'all', '::1/128', 'md5'],
    ])
    expect(await identTemplate(templates, MAIN)).to.match(/^# MAPNAME.*\n$/)
    expect(await psqlrcTemplate(templates, MAIN)).to.equal(
      "\\set PROMPT1 '[15/main] %n@%~%R%x%# '\n\\set PROMPT2 ' %R%x%# '\n",
    )
  })

  it('hold hostile names', async () => {
    const name = "it's`id`\\%{name}{{name}}"
    const templates = await site('')
    const conf = await confTemplate(templates, { version: '15', name })
    expect(conf).to.include({
      cluster_name: name,
      log_filename: `15-${name.replace('%', '%%')}-%Y-%m-%d_%H%M%S.log`,
    })
    expect((await psqlrcTemplate(templates, { version: '15', name })).split('\n')[0]).to.equal(
      "\\set PROMPT1 '[15/it''s`id`\\\\%%{name}{{name}}] %n@%~%R%x%# '",
    )
  })
})

describe('site templates', () => {
  const conf = (text: string, { name = 'main', njk = false } = {}) =>
    site('', { [`/etc/pglift/postgresql/postgresql.conf${njk ? '.njk' : ''}`]: text }).then((templates) =>
      confTemplate(templates, { version: '15', name }),
    )

  it('of postgresql.conf need no quotes', async () => {
    const text = [
      '# {name} {{',
      'cluster_name = {name} # the name',
      "log_filename '{version}-{name}-%Y.log'",
      'log_directory = {settings.logpath}/x y',
      'shared_buffers = 25%',
      'work_mem = 4MB',
      'data_directory=/srv/x',
      "search_path = '\"{{x}}\", it''s'",
      'jit = off',
    ].join('\r\n')
    expect(await conf(text, { name: "a'#b" })).to.deep.equal({
      cluster_name: "a'#b",
      log_filename: "15-a'#b-%Y.log",
      log_directory: '/home/alice/.local/share/pglift/log/postgresql/x y',
      shared_buffers: '25%',
      work_mem: '4MB',
      data_directory: '/srv/x',
      search_path: '"{x}", it\'s',
      jit: false,
    })
  })

  const path = '/etc/pglift/postgresql/postgresql.conf'
  const cases: readonly [string, RegExp][] = [
    ['x = {nope}', /unknown placeholder '\{nope\}', expecting \{name\}, \{version\}, \{settings\.\*\}/],
    ['x = {settings.nope}', /unknown placeholder '\{settings.nope\}'/],
    ['x = {settings.auth}', /placeholder '\{settings.auth\}' is not a single value/],
    ['x = {settings.replrole}', /placeholder '\{settings.replrole\}' has no value/],
    ['x = {settings.__proto__}', /unknown placeholder/],
    ['a = 1\nx = {', /line 2: single '\{'/],
    ['{name} = 1', /line 1: a placeholder cannot stand before the value/],
    ["x = '{name}", /line 1: quotes are not closed/],
    ["x = 'a' {name}", /line 1: unexpected text after the quoted value/],
  ]
  for (const [text, expected] of cases) {
    it(`are refused: ${JSON.stringify(text)}`, async () => {
      const message = await rejected(conf(text))
      expect(message).to.match(expected)
      expect(message).to.include(`invalid postgresql.conf template: ${path}: `)
    })
  }

  it('never get a line from a value', async () => {
    expect(await rejected(conf('x = {name}', { name: "a'\nfsync = off" }))).to.match(/control character/)
    expect(await rejected(conf("x = '{{ name }}'", { name: "a'\nfsync = off", njk: true }))).to.match(
      /control character/,
    )
  })

  it('in nunjucks know the version, and no undefined variable', async () => {
    const text =
      '{% if version | int >= 15 %}\njit = off\n{% endif %}\nx = {{ name | conf }}\nshared_buffers = 10%\n'
    expect(await conf(text, { njk: true })).to.deep.equal({ jit: false, x: 'main', shared_buffers: '10%' })
    for (const bad of [
      'x = {{ nope }}',
      'x = {{ nope | conf }}',
      'x = {% if %}',
      "{% include '/etc/passwd' %}",
    ]) {
      expect(await rejected(conf(bad, { njk: true }))).to.match(
        /invalid postgresql.conf template: \/etc\/pglift/,
      )
    }
  })

  it('quote names of pg_hba.conf and pg_ident.conf only where they need it', async () => {
    const templates = await site('postgresql: {surole: {name: all}, replrole: "a\\"b"}', {
      '/etc/pglift/postgresql/15/pg_hba.conf':
        'local all {surole},"{replrole}",{backuprole} {auth.local} map=site\n',
      '/etc/pglift/postgresql/pg_ident.conf': 'site {sysuser} {replrole}\n',
    })
    expect(await hbaTemplate(templates, MAIN)).to.equal('local all "all","a""b",backup trust map=site\n')
    expect(await identTemplate(templates, MAIN)).to.equal('site alice "a""b"\n')
  })

  it('refuse a role that the site does not have', async () => {
    const templates = await site('', {
      '/etc/pglift/postgresql/pg_hba.conf': 'host replication {replrole} all md5\n',
    })
    expect(await rejected(hbaTemplate(templates, MAIN))).to.equal(
      "invalid pg_hba.conf template: /etc/pglift/postgresql/pg_hba.conf: placeholder '{replrole}' has no value: the setting is null",
    )
  })
})
