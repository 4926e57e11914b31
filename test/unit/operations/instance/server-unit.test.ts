import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { serverScript } from '../../../../src/operations/instance/server-unit.js'
import { rewindMarker } from '../../../../src/operations/steps/rewind-marker.js'
import type { SiteSettings } from '../../../../src/settings/types.js'

describe('the script of the unit of PostgreSQL', () => {
  let directory: string
  let script: string
  const datadir = () => join(directory, "it's 15", 'main')

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'unit-'))
    for (const path of ['15/bin', "it's 15/main/global"])
      mkdirSync(join(directory, path), { recursive: true })
    // It tells how the server would be called.
    symlinkSync('/bin/echo', join(directory, '15/bin/postgres'))
    const postgresql = {
      bindir: join(directory, '{version}/bin'),
      versions: [],
      datadir: join(directory, "it's {version}", '{name}'),
      socket_directory: join(directory, 'run/sockets'),
    }
    script = serverScript({ run_prefix: join(directory, 'run'), postgresql } as unknown as SiteSettings)
  })

  after(() => rmSync(directory, { recursive: true }))

  const run = () =>
    execFileSync('/bin/sh', ['-c', script, 'postgresql', '15/main'], { encoding: 'utf8', stdio: 'pipe' })

  it('becomes the server, and makes the directory of its sockets', () => {
    expect(run()).to.equal(`-D ${datadir()}\n`)
    expect(statSync(join(directory, 'run/sockets')).isDirectory()).to.equal(true)
  })

  it('starts no instance that is half rewound, but one that was restored since', () => {
    const control = join(datadir(), 'global/pg_control')
    writeFileSync(control, '')
    const { ino, birthtimeMs } = statSync(control)
    writeFileSync(rewindMarker(datadir()), `${ino} ${Math.floor(birthtimeMs / 1000)}\n`)
    expect(run).to.throw('15/main is half rewound')
    writeFileSync(rewindMarker(datadir()), `${ino + 1} ${Math.floor(birthtimeMs / 1000)}\n`)
    expect(run()).to.equal(`-D ${datadir()}\n`)
  })
})
