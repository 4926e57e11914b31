import { expect } from 'chai'
import { restoreArgv } from '../../../src/argv/restore.js'

const tool = { execpath: '/usr/bin/pgbackrest', configpath: '/etc/pgbackrest' }
const options = { delta: false, target: { kind: 'latest' } } as const

/** Options for the recovery of the restored cluster. */
const recovery = (argv: readonly string[]) => argv.filter((word) => word.startsWith('--recovery-option='))

describe('command line of a restore', () => {
  it("leaves restore_command to pgBackRest while nothing in it takes a shell's quotes", () => {
    expect(recovery(restoreArgv(tool, 'main', { ...options, datadir: '/srv/15/main' }))).to.deep.equal([])
  })

  it('gives it where pgBackRest would not find its way', () => {
    expect(recovery(restoreArgv(tool, 'main', { ...options, datadir: "/srv/a%b'c$" }))).to.deep.equal([
      `--recovery-option=restore_command=/usr/bin/pgbackrest --config-path=/etc/pgbackrest --stanza=main ''--pg1-path=/srv/a%%b''\\\\''''c$'' archive-get %f "%p"`,
    ])
  })

  it('escapes what pgBackRest puts between quotes as it is', () => {
    const standby = { conninfo: "host=x passfile='/a b'", slot: 's' }
    expect(recovery(restoreArgv(tool, 'main', { ...options, datadir: '/d', standby }))).to.deep.equal([
      "--recovery-option=primary_conninfo=host=x passfile=''/a b''",
      '--recovery-option=primary_slot_name=s',
    ])
  })
})
