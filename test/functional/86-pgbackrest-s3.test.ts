import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { realNet } from '../../src/effects/net.js'
import { Authority } from '../support/certificates.js'
import { freePort, s3Server } from '../support/places.js'
import { until } from '../support/process.js'
import type { Site } from '../support/site.js'
import { backupSite, creation, values } from './86-pgbackrest-site.js'

/** What the server takes (its README). */
const KEY = 'S3RVER'

describe('pgbackrest: a repository in S3, by TLS', () => {
  let site: Site
  let server: ChildProcess
  const bucket = () => join(site.directory, 'store/backups')
  const secret = () => join(site.directory, 'secret')

  before(async () => {
    const port = await freePort()
    const repository = (directory: string) => ({
      mode: 's3',
      path: '/pg',
      options: {
        's3-bucket': 'backups',
        's3-endpoint': 'localhost',
        's3-region': 'us-east-1',
        's3-uri-style': 'path',
        'storage-port': port,
        'storage-ca-file': join(directory, 'tls/ca.crt'),
        bundle: true,
        'cipher-type': 'aes-256-cbc',
      },
      secrets: [
        { option: 's3-key', file: join(directory, 'secret') },
        { option: 's3-key-secret', command: ['/bin/echo', KEY] },
        { option: 'cipher-pass', command: ['/bin/echo', 'a long passphrase'] },
      ],
    })
    site = await backupSite({
      prepare(made) {
        const authority = new Authority(join(made.directory, 'tls'))
        const { cert, key } = authority.issue('server')
        writeFileSync(join(made.directory, 'secret'), `${KEY}\n`, { mode: 0o600 })
        mkdirSync(join(made.directory, 'store'))
        const listen = ['-a', '127.0.0.1', '-p', String(port), '--cert', cert, '--key', key]
        server = spawn(
          process.execPath,
          [s3Server(), '-d', join(made.directory, 'store'), '--configure-bucket', 'backups', ...listen],
          { stdio: 'ignore' },
        )
        return { repository: repository(made.directory) }
      },
    })
    await until('the store answers', () => realNet().isListenedTo(port))
  })

  after(async () => {
    server.kill()
    await site.destroy()
  })

  it('takes WAL and backups, encrypted', async () => {
    await site.ok(await creation(site, 'main'))
    await site.psql('main', 'CREATE TABLE t AS SELECT 1 AS i')
    await site.ok(['instance', 'backup', 'main'])
    await site.psql('main', 'INSERT INTO t VALUES (2)')
    const stored = readdirSync(bucket(), { recursive: true, encoding: 'utf8' })
    expect(stored.some((path) => /^pg\/archive\/main\/\d+-1\/.*0000000100000000/.test(path))).to.equal(true)
    expect(await site.json(['instance', 'backups', 'main'])).to.have.length(1)
  })

  it('gives all of it back', async () => {
    await site.ok(['instance', 'stop', 'main'])
    rmSync(join(site.datadir('main'), '..'), { recursive: true })
    await site.ok(['instance', 'restore', 'main'])
    await site.ok(['instance', 'start', 'main'])
    expect(await values(site, 'main')).to.deep.equal([1, 2])
  })

  it('says what is wrong with the key, which stands in one file only', async () => {
    writeFileSync(secret(), 'wrong\n')
    await site.ok(['site-configure', 'install'])
    const { stderr } = await site.run(['instance', 'backups', 'main'], { expectExit: 1 })
    expect(stderr).to.contain("Error: stanza 'main' can't be read in repository 1: ")
    expect(stderr).not.to.contain('wrong')
    writeFileSync(secret(), `${KEY}\n`)
    await site.ok(['site-configure', 'install'])
    const conf = join(site.prefix, 'etc/pgbackrest/pgbackrest.conf')
    expect(readFileSync(conf, 'utf8')).to.contain(`\nrepo1-s3-key=${KEY}\n`)
  })

  it('is empty again when the instance goes with its backups', async () => {
    await site.run(['instance', 'drop', 'main'], { input: 'y\ny\n', expectExit: 0 })
    const stored = readdirSync(bucket(), { recursive: true, encoding: 'utf8' })
    expect(stored.filter((path) => /_object$/.test(path))).to.deep.equal([])
  })
})
