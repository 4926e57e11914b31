import { operational } from '../errors/kinds.js'
import { DEFAULT_PORT, parsePort } from './address.js'
import { type ConninfoParams, conninfoError } from './conninfo-params.js'

/** One way to open the connection: in clear, or by TLS. */
export interface TlsAttempt {
  /** Whether the server's certificate must come from a trusted authority. */
  rejectUnauthorized: boolean
  /** Whether it must also be made out to the host name (`verify-full`). */
  checkHostname: boolean
  /** Name for SNI and for the check; undefined for an address. */
  servername?: string
}

/** What node-postgres' `Client` takes, less the TLS material, which the caller reads from `files`. */
export interface ClientConfig {
  /** Host name, address, or socket directory (starts with `/` or `@`). */
  host: string
  port: number
  user?: string
  database?: string
  password?: string
  application_name?: string
  fallback_application_name?: string
  options?: string
  client_encoding?: string
  connectionTimeoutMillis?: number
  keepAlive?: boolean
  sslnegotiation?: 'postgres' | 'direct'
  replication?: string
}

export interface ClientTarget {
  config: ClientConfig
  /** What to try, in this order, as `sslmode` says; false is "without TLS". One entry, two for allow and prefer. */
  attempts: readonly (TlsAttempt | false)[]
  /** Files to read into the TLS options `ca`, `cert`, `key`, `crl`; `ca` is absent for `sslrootcert=system`. */
  files: { ca?: string; cert?: string; key?: string; crl?: string }
  /** Passphrase of the key (`sslpassword`). */
  keyPassphrase?: string
}

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * Turns connection parameters into what node-postgres needs. Of several hosts the first is taken. Where libpq's
 * defaults depend on the machine (socket directory, user), the caller's `defaults` fill in.
 *
 * @throws operational `PGLIFT_CONNINFO` for a bad port, timeout or sslmode, in libpq's words, or
 *   `PGLIFT_CONNINFO_SERVICE` when the string refers to a service file, which only libpq can read.
 */
export function toClientTarget(
  params: ConninfoParams,
  defaults: { host: string; user?: string } = { host: 'localhost' },
): ClientTarget {
  if (params.service !== undefined) {
    throw operational(
      'PGLIFT_CONNINFO_SERVICE',
      `connection service '${params.service}' cannot be used here`,
      {
        hint: 'Spell out host, port, user and dbname in the connection string.',
      },
    )
  }
  const name = first(params.host)
  const host = first(params.hostaddr) ?? name ?? defaults.host
  const files = sslFiles(params)
  const target: ClientTarget = {
    config: clientConfig(params, host, defaults.user),
    attempts: attempts(params, host, name),
    files,
  }
  if (params.sslpassword !== undefined) target.keyPassphrase = params.sslpassword
  return target
}

function clientConfig(params: ConninfoParams, host: string, defaultUser: string | undefined): ClientConfig {
  const user = params.user ?? defaultUser
  const config: ClientConfig = { host, port: port(first(params.port)) }
  if (user !== undefined) config.user = user
  const database = params.dbname || user
  if (database !== undefined) config.database = database
  for (const keyword of [
    'application_name',
    'fallback_application_name',
    'options',
    'replication',
  ] as const) {
    const value = params[keyword]
    if (value) config[keyword] = value
  }
  if (params.password) config.password = params.password
  if (params.client_encoding && params.client_encoding !== 'auto')
    config.client_encoding = params.client_encoding
  const seconds = timeout(params.connect_timeout)
  if (seconds !== undefined) config.connectionTimeoutMillis = seconds * 1000
  if (params.keepalives !== undefined) config.keepAlive = params.keepalives !== '0'
  if (params.sslnegotiation === 'direct') config.sslnegotiation = 'direct'
  return config
}

function first(list: string | undefined): string | undefined {
  return list?.split(',')[0] || undefined
}

function port(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT
  const number = parsePort(text.trim())
  if (number === undefined) throw conninfoError(`invalid port number: "${text}"`)
  return number
}

function timeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\s*[+-]?\d+\s*$/.test(text)) {
    throw conninfoError(`invalid integer value "${text}" for connection option "connect_timeout"`)
  }
  const seconds = Number(text)
  // libpq: zero and less wait for ever, and nothing waits less than two seconds
  return seconds <= 0 ? undefined : Math.max(seconds, 2)
}

function attempts(params: ConninfoParams, host: string, name: string | undefined): (TlsAttempt | false)[] {
  const mode = params.sslmode ?? (params.sslrootcert === 'system' ? 'verify-full' : 'prefer')
  if (!SSL_MODES.includes(mode)) throw conninfoError(`invalid sslmode value: "${mode}"`)
  if (params.sslrootcert === 'system' && mode !== 'verify-full') {
    throw conninfoError(`weak sslmode "${mode}" may not be used with sslrootcert=system (use "verify-full")`)
  }
  // TLS never runs over a Unix-domain socket
  if (mode === 'disable' || host.startsWith('/') || host.startsWith('@')) return [false]
  const tls = tlsAttempt(mode, params, name)
  if (mode === 'allow') return [false, tls]
  return mode === 'prefer' ? [tls, false] : [tls]
}

function tlsAttempt(mode: string, params: ConninfoParams, name: string | undefined): TlsAttempt {
  // As in libpq, a root certificate makes `require` verify the authority
  const rejectUnauthorized =
    mode.startsWith('verify-') || (mode === 'require' && params.sslrootcert !== undefined)
  const attempt: TlsAttempt = { rejectUnauthorized, checkHostname: mode === 'verify-full' }
  if (name !== undefined && !/^[\d.]+$|:/.test(name) && params.sslsni !== '0') attempt.servername = name
  return attempt
}

function sslFiles(params: ConninfoParams): ClientTarget['files'] {
  const files: ClientTarget['files'] = {}
  if (params.sslrootcert && params.sslrootcert !== 'system') files.ca = params.sslrootcert
  if (params.sslcert) files.cert = params.sslcert
  if (params.sslkey) files.key = params.sslkey
  if (params.sslcrl) files.crl = params.sslcrl
  return files
}
