import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { realNet } from '../../src/effects/net.js'
import { freePort } from '../support/places.js'
import { until } from '../support/process.js'

function command(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

/** A certificate authority of its own, and certificates for the names given, on localhost. */
export function certificates(directory: string, names: readonly string[]): void {
  mkdirSync(directory, { recursive: true })
  const at = (name: string) => join(directory, name)
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  command('openssl', [
    'req',
    '-x509',
    ...ec,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
    '-subj',
    '/CN=test-ca',
  ])
  writeFileSync(at('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  for (const name of names) {
    command('openssl', [
      'req',
      ...ec,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
      '-subj',
      `/CN=${name}`,
    ])
    const ca = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('san')]
    command('openssl', [
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      ...ca,
      '-days',
      '30',
      '-out',
      at(`${name}.crt`),
    ])
    chmodSync(at(`${name}.key`), 0o600)
  }
}

/** A repository host on this machine: its directory, its configuration, its server. */
export class RepositoryHost {
  readonly directory: string
  readonly port: number
  #server: ChildProcess | undefined

  private constructor(directory: string, port: number) {
    this.directory = directory
    this.port = port
    for (const name of ['repo', 'log', 'lock', 'spool']) mkdirSync(join(directory, name), { recursive: true })
  }

  static async below(directory: string): Promise<RepositoryHost> {
    return new RepositoryHost(join(directory, 'repohost'), await freePort())
  }

  get configuration(): string {
    return join(this.directory, 'pgbackrest.conf')
  }

  /**
   * Writes its configuration: what every repository host says, `options`, and the stanza. `key` is that of its
   * repository in the configuration of the instance's host.
   */
  configure(
    options: Readonly<Record<string, string | number>>,
    stanza: Readonly<Record<string, string | number>>,
    key = 1,
  ): void {
    const at = (name: string) => join(this.directory, name)
    const own = {
      [`repo${key}-path`]: at('repo'),
      [`repo${key}-retention-full`]: 2,
      'start-fast': 'y',
      'log-path': at('log'),
      'lock-path': at('lock'),
      'spool-path': at('spool'),
    }
    const text = (values: object) => Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
    const sections = ['[global]\n', ...text({ ...own, ...options }), '[main]\n', ...text(stanza)]
    writeFileSync(this.configuration, sections.join(''))
  }

  /** Runs a server by which it is reached, and waits until that listens. */
  async serve(program: string, args: readonly string[]): Promise<void> {
    this.#server = spawn(program, args, { stdio: 'ignore' })
    await until(`${program} listens`, () => realNet().isListenedTo(this.port))
  }

  /** Runs pgBackRest on it. */
  pgbackrest(...args: string[]): void {
    command('pgbackrest', [`--config=${this.configuration}`, '--stanza=main', ...args])
  }

  stop(): void {
    this.#server?.kill('SIGTERM')
  }
}

/** An SSH server of this user on loopback, and a client that finds it: all `hosts` are this one. Sessions have `env`. */
export function sshLab(
  directory: string,
  port: number,
  { hosts = ['repo', 'pg'], env = {} }: { hosts?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): { readonly sshd: string[]; readonly client: string } {
  const at = (name: string) => join(directory, name)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const key of ['host', 'id']) command('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)])
  const variables = Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
  writeFileSync(at('authorized_keys'), readFileSync(at('id.pub')), { mode: 0o600 })
  writeFileSync(
    at('sshd_config'),
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${at('host')}
PidFile ${at('sshd.pid')}
AuthorizedKeysFile ${at('authorized_keys')}
StrictModes no
UsePAM no
PasswordAuthentication no
${variables === '' ? '' : `SetEnv ${variables}\n`}`,
  )
  writeFileSync(
    at('config'),
    `Host ${hosts.join(' ')}
  HostName 127.0.0.1
  Port ${port}
  IdentityFile ${at('id')}
  IdentitiesOnly yes
  UserKnownHostsFile ${at('known')}
  StrictHostKeyChecking accept-new
`,
  )
  const client = at('ssh')
  writeFileSync(client, `#!/bin/sh\nexec ssh -F ${at('config')} "$@"\n`, { mode: 0o755 })
  return { sshd: ['/usr/sbin/sshd', '-D', '-e', '-f', at('sshd_config')], client }
}
