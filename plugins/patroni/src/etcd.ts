import type { Effects, HttpAnswer } from '@pglift/sdk'
import type { EtcdConfig, MemberConfig } from './member/config.js'
import { pem } from './rest/member-api.js'

type Io = Pick<Effects, 'net' | 'files'>

const PATIENCE_MS = 2500

/** An answer of etcd, or why there is none; the hosts are tried in turn. */
type Answer = HttpAnswer | { readonly problem: string }

interface KeyValue {
  readonly key: string
  readonly value?: string
}

interface NodeV2 {
  readonly key: string
  readonly value?: string
  readonly nodes?: readonly NodeV2[]
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
const plain = (text = ''): string => Buffer.from(text, 'base64').toString('utf8')

/** Path of a key in API 2: what is in a name must not end the path, nor begin options. */
const pathV2 = (key: string): string => `/v2/keys${key.split('/').map(encodeURIComponent).join('/')}`

/** The end of the range of all keys that begin with `prefix`. */
function rangeEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
}

function problemOf(answer: Answer): string | undefined {
  if ('problem' in answer) return answer.problem
  if (answer.status < 300) return undefined
  const { message } = parsed<{ message?: string }>(answer.body) ?? {}
  return message ?? `status ${answer.status}`
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

/** What pglift asks of etcd, by the API that Patroni uses. Nothing is kept open. */
export class Etcd {
  readonly #io: Io
  readonly #config: EtcdConfig
  readonly #isV2: boolean
  #token: string | undefined

  constructor(io: Io, config: EtcdConfig, version: 'etcd' | 'etcd3') {
    this.#io = io
    this.#config = config
    this.#isV2 = version === 'etcd'
  }

  static of(io: Io, config: Pick<MemberConfig, 'etcd' | 'etcd3'>): Etcd {
    return config.etcd3 === undefined
      ? new Etcd(io, config.etcd as EtcdConfig, 'etcd')
      : new Etcd(io, config.etcd3, 'etcd3')
  }

  get hosts(): readonly string[] {
    const { hosts } = this.#config
    return typeof hosts === 'string' ? hosts.split(',').map((host) => host.trim()) : hosts
  }

  async #ask(host: string, path: string, options: { method?: string; body?: unknown } = {}): Promise<Answer> {
    const { protocol = 'http', cacert, cert, key, username, password } = this.#config
    const tls = protocol === 'https' ? await pem(this.#io, { ca: cacert, cert, key }) : {}
    return this.#io.net.request(`${protocol}://${host}${path}`, {
      timeoutMs: PATIENCE_MS,
      tls,
      ...(this.#isV2 && username !== undefined ? { credentials: `${username}:${password ?? ''}` } : {}),
      ...(this.#token === undefined ? {} : { headers: { authorization: this.#token } }),
      ...options,
    })
  }

  /** The first answer that is no failure to connect. */
  async #askAny(path: string, options?: { method?: string; body?: unknown }): Promise<Answer> {
    let last: Answer = { problem: 'no host' }
    for (const host of this.hosts) {
      last = await this.#ask(host, path, options)
      if (!('problem' in last)) return last
    }
    return last
  }

  /** Why etcd can't be used now; undefined: it can. All hosts are asked at once: one that works is enough. */
  async obstacle(): Promise<string | undefined> {
    const answers = await Promise.all(
      this.hosts.map(async (host) => ({ host, answer: await this.#ask(host, '/health') })),
    )
    const isHealthy = ({ answer }: (typeof answers)[number]) =>
      !('problem' in answer) && answer.status === 200 && /"health"\s*:\s*"?true/.test(answer.body)
    if (!answers.some(isHealthy))
      return answers.map(({ host, answer }) => `${host}: ${unhealthy(answer)}`).join('; ')
    return this.#authenticate()
  }

  /** Why user and password are refused; a token is kept when they are taken. Of API 2 they go with each request. */
  async #authenticate(): Promise<string | undefined> {
    const { username: name, password = '' } = this.#config
    if (name === undefined || this.#isV2) return undefined
    const answer = await this.#askAny('/v3/auth/authenticate', { method: 'POST', body: { name, password } })
    const problem = problemOf(answer)
    if (problem?.includes('authentication is not enabled')) return undefined
    if (problem !== undefined) return `user '${name}' is refused: ${problem}`
    this.#token = 'body' in answer ? parsed<{ token?: string }>(answer.body)?.token : undefined
    return undefined
  }

  /** Values below a prefix, which ends with `/`, by the rest of their keys; or why they can't be read. */
  async read(prefix: string): Promise<Map<string, string> | { problem: string }> {
    const refused = await this.#authenticate()
    if (refused !== undefined) return { problem: refused }
    const answer = this.#isV2
      ? await this.#askAny(`${pathV2(prefix)}?recursive=true&quorum=true`)
      : await this.#askAny('/v3/kv/range', {
          method: 'POST',
          body: { key: base64(prefix), range_end: base64(rangeEnd(prefix)) },
        })
    if (this.#isV2 && 'status' in answer && answer.status === 404) return new Map()
    const problem = problemOf(answer)
    if (problem !== undefined || !('body' in answer)) return { problem: problem ?? 'no answer' }
    const rest = (key: string) => key.slice(prefix.length)
    if (this.#isV2) {
      const leaves = (node: NodeV2): [string, string][] =>
        node.nodes?.flatMap(leaves) ?? [[rest(node.key), node.value ?? '']]
      const { node } = parsed<{ node?: NodeV2 }>(answer.body) ?? {}
      return new Map((node?.nodes ?? []).flatMap(leaves))
    }
    const { kvs = [] } = parsed<{ kvs?: readonly KeyValue[] }>(answer.body) ?? {}
    return new Map(kvs.map(({ key, value }) => [rest(plain(key)), plain(value)]))
  }

  /** Deletes a key or, of a prefix that ends with `/`, all below it; answers why it could not. */
  async remove(key: string): Promise<string | undefined> {
    const refused = await this.#authenticate()
    if (refused !== undefined) return refused
    const isPrefix = key.endsWith('/')
    if (!this.#isV2)
      return problemOf(
        await this.#askAny('/v3/kv/deleterange', {
          method: 'POST',
          body: { key: base64(key), ...(isPrefix ? { range_end: base64(rangeEnd(key)) } : {}) },
        }),
      )
    const path = isPrefix ? `${pathV2(key.slice(0, -1))}?recursive=true` : pathV2(key)
    const answer = await this.#askAny(path, { method: 'DELETE' })
    return 'status' in answer && answer.status === 404 ? undefined : problemOf(answer)
  }
}

function unhealthy(answer: Answer): string {
  if ('problem' in answer) return answer.problem
  if (/"health"\s*:\s*"?false/.test(answer.body)) return 'etcd has no quorum or is unhealthy'
  return `status ${answer.status}`
}

/** Where the state of a cluster is in etcd. */
export function clusterPrefix({
  namespace = '/service/',
  scope,
}: Pick<MemberConfig, 'namespace' | 'scope'>): string {
  return `/${[...namespace.split('/'), scope].filter((part) => part !== '').join('/')}/`
}

/** State of a cluster in etcd. */
export interface ClusterState {
  /** System identifier of the data directories; empty while the first one is being made. */
  readonly initialize: string | undefined
  /** All that etcd knows of, also those that have stopped: their keys expire. */
  readonly members: readonly string[]
  /** Those that have not said that they stopped. */
  readonly live: readonly string[]
  readonly leader: string | undefined
}

/** Reads the state of a cluster; or why it can't be read. */
export async function clusterState(
  io: Io,
  config: Pick<MemberConfig, 'etcd' | 'etcd3' | 'namespace' | 'scope'>,
): Promise<ClusterState | { problem: string }> {
  const found = await Etcd.of(io, config).read(clusterPrefix(config))
  if (!(found instanceof Map)) return found
  const entries = [...found].flatMap(([key, value]) =>
    key.startsWith('members/') ? [[key.slice('members/'.length), value] as const] : [],
  )
  const isLive = (value: string) => parsed<{ state?: string }>(value)?.state !== 'stopped'
  return {
    initialize: found.get('initialize'),
    members: entries.map(([name]) => name),
    live: entries.flatMap(([name, value]) => (isLive(value) ? [name] : [])),
    leader: found.get('leader'),
  }
}

/** Whether the cluster in etcd is another one than the instance is of: that was upgraded, and lives on as another instance. */
export async function isForsaken(
  io: Io,
  config: Parameters<typeof clusterState>[1],
  { systemIdentifier }: { readonly systemIdentifier: string | undefined },
): Promise<boolean> {
  const state = await clusterState(io, config)
  if ('problem' in state || systemIdentifier === undefined) return false
  return Boolean(state.initialize) && state.initialize !== systemIdentifier
}
