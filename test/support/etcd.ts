import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Authority } from './certificates.js'
import { freePort } from './places.js'
import { until } from './process.js'

interface Node {
  readonly name: string
  readonly client: number
  readonly peer: number
  process: ChildProcess
}

/** A cluster of etcd on loopback. Whoever starts one calls `destroy()` in an `after` hook. */
export class EtcdCluster {
  readonly directory = mkdtempSync(join(tmpdir(), 'etcd-'))
  readonly authority: Authority | undefined
  readonly #nodes: Node[] = []

  private constructor(certify?: (directory: string) => Authority) {
    this.authority = certify?.(join(this.directory, 'certificates'))
  }

  /** With an authority made by `certify`, which has issued `etcd`, all connections are by TLS with client certificates. */
  static async start(count = 1, certify?: (directory: string) => Authority): Promise<EtcdCluster> {
    const cluster = new EtcdCluster(certify)
    const ports = []
    for (let index = 0; index < count; index += 1)
      ports.push({ name: `e${index + 1}`, client: await freePort(), peer: await freePort() })
    for (const each of ports) cluster.#nodes.push({ ...each, process: cluster.#spawn(each, ports) })
    try {
      await until('etcd is healthy', () => cluster.#ctl('endpoint', 'health').status === 0)
    } catch (error) {
      cluster.destroy()
      throw error
    }
    return cluster
  }

  get #scheme(): string {
    return this.authority === undefined ? 'http' : 'https'
  }

  /** Addresses of the clients' ports. */
  get hosts(): string[] {
    return this.#nodes.map(({ client }) => `127.0.0.1:${client}`)
  }

  #spawn({ name, client, peer }: Omit<Node, 'process'>, all: readonly Omit<Node, 'process'>[]): ChildProcess {
    const url = (port: number) => `${this.#scheme}://127.0.0.1:${port}`
    const initial = all.map((node) => `${node.name}=${url(node.peer)}`).join(',')
    const tls = (prefix: string) => {
      if (this.authority === undefined) return []
      const [cert, key] = [this.authority.cert('etcd'), this.authority.key('etcd')]
      return [
        ...[`--${prefix}cert-file`, cert, `--${prefix}key-file`, key],
        ...[`--${prefix}trusted-ca-file`, this.authority.cert('ca'), `--${prefix}client-cert-auth`],
      ]
    }
    const log = openSync(join(this.directory, `${name}.log`), 'a')
    return spawn(
      'etcd',
      [
        ...['--name', name, '--data-dir', join(this.directory, name)],
        ...['--listen-client-urls', url(client), '--advertise-client-urls', url(client)],
        ...['--listen-peer-urls', url(peer), '--initial-advertise-peer-urls', url(peer)],
        ...['--initial-cluster', initial, '--initial-cluster-token', 'test', '--enable-v2=true'],
        ...['--unsafe-no-fsync', '--logger', 'zap', '--log-level', 'warn'],
        ...tls(''),
        ...tls('peer-'),
      ],
      { stdio: ['ignore', log, log] },
    )
  }

  #ctl(...args: string[]) {
    const authority = this.authority
    const tls =
      authority === undefined
        ? []
        : ['--cacert', authority.cert('ca'), '--cert', authority.cert('etcd'), '--key', authority.key('etcd')]
    const endpoints = this.hosts.map((host) => `${this.#scheme}://${host}`).join(',')
    return spawnSync('etcdctl', ['--endpoints', endpoints, '--command-timeout', '2s', ...tls, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ETCDCTL_API: '3' },
    })
  }

  /** Runs etcdctl; fails with what it said. */
  ctl(...args: string[]): string {
    const { status, stdout, stderr } = this.#ctl(...args)
    if (status !== 0) throw new Error(`etcdctl ${args.join(' ')}: ${stderr}`)
    return stdout
  }

  /** Keys below a prefix. */
  keys(prefix: string): string[] {
    const found = this.ctl('get', prefix, '--prefix', '--keys-only').split('\n')
    return found.filter((key) => key !== '')
  }

  /** Ends a node as a power failure does. */
  kill(index: number): void {
    this.#nodes[index]?.process.kill('SIGKILL')
  }

  /** Starts nodes again. */
  async revive(...indices: number[]): Promise<void> {
    for (const index of indices) {
      const node = this.#nodes[index]
      if (node !== undefined) node.process = this.#spawn(node, this.#nodes)
    }
    await until('etcd is healthy', () => this.#ctl('endpoint', 'health').status === 0)
  }

  destroy(): void {
    for (const { process } of this.#nodes) process.kill('SIGKILL')
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
