import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Effects } from '@pglift/sdk'
import { expect } from 'chai'
import { installations } from '../../src/installation.js'
import { missingProblem, packagesToInstall } from '../../src/missing.js'

/** As much of the host's effects as is read here. */
const effects = {
  files: {
    readText: async (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    list: async (path: string) => (existsSync(path) ? readdirSync(path) : []),
    isExecutable: async (path: string) => existsSync(path),
  },
  processes: {
    run: async ([program, ...args]: [string, ...string[]]) => ({
      stdout: execFileSync(program, args, { encoding: 'utf8' }),
    }),
  },
} as unknown as Effects

describe('an installation of PostgreSQL', () => {
  let root: string
  const put = (path: string, text = '') => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }
  const find = async (bin: string) => installations({ effects })({ bindir: join(root, bin), version: '15' })

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'powa-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  for (const [kind, bin, share] of [
    ['from sources', 'usr/local/pgsql/bin', 'usr/local/pgsql/share'],
    ['of Debian', 'usr/lib/postgresql/15/bin', 'usr/share/postgresql/15'],
    ['of a distribution', 'usr/bin', 'usr/share/pgsql'],
  ] as const)
    it(`${kind} is found by where its programs are`, async () => {
      put(`${share}/extension/plpgsql.control`)
      put(`${share}/extension/powa.control`)
      put(`${share}/extension/powa--4.1.4.sql`)
      const found = await find(bin)
      expect(found?.directory).to.equal(join(root, share, 'extension'))
      expect([...(found?.extensions ?? [])].sort()).to.deep.equal(['plpgsql', 'powa'])
    })

  it('is asked where its files are', async () => {
    put('elsewhere/extension/plpgsql.control')
    chmodSync(put('bin/pg_config', `#!/bin/sh\necho ${root}/elsewhere\n`), 0o755)
    expect((await find('bin'))?.directory).to.equal(join(root, 'elsewhere/extension'))
  })

  it('that is not known lacks nothing', async () => {
    expect(await find('bin')).to.equal(undefined)
    expect(await missingProblem({ effects }, undefined, '15')).to.equal(undefined)
  })

  it('is told what it lacks', async () => {
    const found = {
      directory: '/share',
      extensions: new Set(['plpgsql', 'btree_gist', 'pg_stat_statements']),
    }
    expect(await missingProblem({ effects }, found, '15')).to.match(
      /^PoWA needs powa, pg_qualstats and pg_stat_kcache, which PostgreSQL 15 does not have in \/share; install .*powa.*$/,
    )
  })
})

describe('packages to install', () => {
  it('are those of the system', () => {
    const names = ['btree_gist', 'pg_stat_statements', 'powa']
    expect(packagesToInstall(names, '15', 'debian')).to.equal('postgresql-15 and postgresql-15-powa')
    expect(packagesToInstall(names, '15', 'rpm')).to.equal('postgresql15-contrib and powa_15')
    expect(packagesToInstall(['powa'], '15', undefined)).to.equal(
      'postgresql-15-powa (Debian), or powa_15 (RPM)',
    )
  })
})
