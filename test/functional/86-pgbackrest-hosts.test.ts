import { existsSync, readFileSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { freePort } from '../support/places.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { certificates, RepositoryHost, sshLab } from './86-pgbackrest-hosts.js'
import { creation, type ListedBackup, momentBetween, newBackupSite, values } from './86-pgbackrest-site.js'

/** What every instance does with a repository on another host. */
async function lifeWith(site: Site, host: RepositoryHost, args: readonly string[]): Promise<void> {
  const { stderr } = await site.ok(args)
  expect(stderr).not.to.contain('creating pgBackRest stanza')
  expect(stderr).to.contain("WARNING stanza 'main' must be created on its repository host, ")
  host.pgbackrest('stanza-create')
  await site.ok(['pgbackrest', '-i', 'main', '--', 'check'])
  await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
  host.pgbackrest('--type=full', 'backup')
  const refused = await site.run(['instance', 'backup', 'main'], { expectExit: 1 })
  expect(refused.stderr).to.contain(
    `Error: backups of ${site.version}/main are made by its repository host, `,
  )
  expect(await site.json<ListedBackup[]>(['instance', 'backups', 'main'])).to.have.length(1)
  await site.psql('main', 'INSERT INTO t VALUES (2)')
  const moment = await momentBetween(site, 'main')
  await site.psql('main', 'INSERT INTO t VALUES (3)')
  await site.ok(['instance', 'stop', 'main'])
  rmSync(site.datadir('main'), { recursive: true })
  await site.ok(['instance', 'restore', 'main'])
  await site.ok(['instance', 'start', 'main'])
  expect(await values(site, 'main')).to.deep.equal([1, 2, 3])
  await site.ok(['instance', 'stop', 'main'])
  await site.ok(['instance', 'restore', 'main', '--date', moment])
  await site.ok(['instance', 'start', 'main'])
  expect(await values(site, 'main')).to.deep.equal([1, 2])
}

/** How the repository host reaches the instance. */
function stanzaOf(site: Site, args: readonly string[]): Record<string, string> {
  return {
    'pg1-path': site.datadir('main'),
    'pg1-port': args[4] as string,
    'pg1-socket-path': join(site.runPrefix, 'postgresql'),
    'pg1-user': 'backup',
  }
}

describe('pgbackrest: a TLS repository host', () => {
  let site: Site
  let host: RepositoryHost
  let port: number
  let args: string[]
  const tls = (name: string) => join(site.directory, 'tls', name)

  before(async () => {
    port = await freePort()
    site = await newBackupSite()
    certificates(join(site.directory, 'tls'), ['pghost', 'repohost', 'stranger'])
    host = await RepositoryHost.below(site.directory)
    const settings = readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8')
    const repository = {
      mode: 'host-tls',
      host: 'localhost',
      host_port: host.port,
      host_config: host.configuration,
      cn: 'repohost',
      certificate: { ca_cert: tls('ca.crt'), cert: tls('pghost.crt'), key: tls('pghost.key') },
      port,
    }
    const { parse } = await import('yaml')
    site.config('settings.yaml', { ...parse(settings), pgbackrest: { repository } })
    args = await creation(site, 'main')
    host.configure(
      {
        'tls-server-address': '127.0.0.1',
        'tls-server-port': host.port,
        'tls-server-ca-file': tls('ca.crt'),
        'tls-server-cert-file': tls('repohost.crt'),
        'tls-server-key-file': tls('repohost.key'),
        'tls-server-auth': 'pghost=main',
      },
      {
        ...stanzaOf(site, args),
        'pg1-host': 'localhost',
        'pg1-host-type': 'tls',
        'pg1-host-port': port,
        'pg1-host-config-path': join(site.prefix, 'etc/pgbackrest'),
        'pg1-host-ca-file': tls('ca.crt'),
        'pg1-host-cert-file': tls('repohost.crt'),
        'pg1-host-key-file': tls('repohost.key'),
      },
    )
    await host.serve('pgbackrest', ['server', `--config=${host.configuration}`])
  })

  after(async () => {
    host.stop()
    await site.destroy()
  })

  it('has a server here, started by the site', async () => {
    const { stderr } = await site.ok(['site-configure', 'install'])
    expect(stderr).to.contain('INFO installing pgBackRest server configuration\n')
    expect(stderr).to.contain(`INFO starting pgBackRest TLS server 'localhost:${port}'\n`)
    const text = readFileSync(join(site.prefix, 'etc/pgbackrest/server.conf'), 'utf8')
    expect(text).to.contain('tls-server-auth=repohost=*\n').and.to.contain(`tls-server-port=${port}\n`)
    expect((await site.ok(['site-configure', 'install'])).stderr).to.equal('')
  })

  it('takes backups and WAL, and gives them back', async () => {
    await lifeWith(site, host, args)
  })

  it('is seen in the status, and starts again with the instance', async () => {
    const status = ['instance', 'status', 'main']
    expect((await site.ok(status)).stdout).to.equal('PostgreSQL: running\npgBackRest TLS server: running\n')
    const pidFile = join(site.runPrefix, 'pgbackrest.pid')
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL')
    await until('the server is gone', async () => (await site.run(status)).code === 3)
    const { stderr } = await site.ok(['instance', 'restart', 'main'])
    expect(stderr).to.contain('INFO starting pgBackRest TLS server')
    await site.ok(status)
  })

  it('does not let in who shows another certificate', async () => {
    const path = join(site.configDirectory, 'settings.yaml')
    const text = readFileSync(path, 'utf8')
    site.config('settings.yaml', text.replaceAll('pghost.', 'stranger.'))
    await site.ok(['site-configure', 'install'])
    const { stderr } = await site.run(['instance', 'backups', 'main'], { expectExit: 1 })
    expect(stderr).to.match(/AccessError|access denied/i)
    site.config('settings.yaml', text)
    await site.ok(['site-configure', 'install'])
  })

  it('keeps its backups when the instance is dropped', async () => {
    const { stderr } = await site.run(['instance', 'drop', 'main'], { input: 'y\n', expectExit: 0 })
    expect(stderr).not.to.contain('backup(s)')
    expect(existsSync(join(host.directory, 'repo/backup/main'))).to.equal(true)
    await site.ok(['site-configure', 'uninstall'])
    expect(existsSync(join(site.prefix, 'etc/pgbackrest'))).to.equal(false)
  })
})

describe('pgbackrest: an SSH repository host', () => {
  let site: Site
  let host: RepositoryHost
  let args: string[]

  before(async () => {
    site = await newBackupSite()
    host = await RepositoryHost.below(site.directory)
    const { sshd, client } = sshLab(join(site.directory, 'ssh'), host.port)
    const settings = readFileSync(join(site.configDirectory, 'settings.yaml'), 'utf8')
    const user = userInfo().username
    const repository = {
      mode: 'host-ssh',
      host: 'repo',
      host_port: host.port,
      host_config: host.configuration,
      host_user: user,
      cmd_ssh: client,
    }
    const { parse } = await import('yaml')
    site.config('settings.yaml', { ...parse(settings), pgbackrest: { repository } })
    args = await creation(site, 'main')
    host.configure(
      { 'cmd-ssh': client },
      {
        ...stanzaOf(site, args),
        'pg1-host': 'pg',
        'pg1-host-user': user,
        'pg1-host-port': host.port,
        'pg1-host-config-path': join(site.prefix, 'etc/pgbackrest'),
      },
    )
    await host.serve(sshd[0] as string, sshd.slice(1))
    await site.ok(['site-configure', 'install'])
  })

  after(async () => {
    host.stop()
    await site.destroy()
  })

  it('takes backups and WAL, and gives them back', async () => {
    await lifeWith(site, host, args)
  })
})
