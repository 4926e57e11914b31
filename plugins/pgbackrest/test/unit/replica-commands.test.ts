import type { ReplicaCommand, ReplicaCommandsEvent } from '@pglift/sdk'
import { expect } from 'chai'
import { replicaCommands } from '../../src/lifecycle/replica-commands.js'

type Session = Parameters<typeof replicaCommands>[0]

describe('how Patroni makes a replica of a backup', () => {
  it('is a command line of pglift, and only %f and %p are placeholders of restore_command', async () => {
    const section = { execpath: '/usr/bin/pgbackrest', configpath: '/50%full' }
    const commands: ReplicaCommand[] = []
    await replicaCommands({ section } as unknown as Session)({
      instance: { datadir: '/d%p', waldir: '/w' },
      desired: { pgbackrest: { stanza: 'main' } },
      program: ['/usr/bin/env', 'PGLIFT_PREFIX=/50%full', '/usr/bin/pglift'],
      commands,
    } as unknown as ReplicaCommandsEvent)
    const [{ argv, walArgv = [] }] = commands as [ReplicaCommand]
    expect(argv.slice(0, 3)).to.deep.equal(['/usr/bin/env', 'PGLIFT_PREFIX=/50%full', '/usr/bin/pglift'])
    expect(argv.slice(-3)).to.deep.equal(['--stanza=main', '--datadir=/d%p', '--waldir=/w'])
    expect(walArgv).to.include('--config-path=/50%%full').and.to.include('--pg1-path=/d%%p')
    expect(walArgv.slice(-3)).to.deep.equal(['archive-get', '%f', '%p'])
  })
})
