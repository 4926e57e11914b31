import type { ConfValue } from '../../postgresql/conf/value.js'

/** Configuration files of a data directory that belong to the host, not to the cluster that is replicated. */
const CONFIGURATION = [
  'postgresql.conf',
  'postgresql.auto.conf',
  'pg_hba.conf',
  'pg_ident.conf',
  '.postgresql.conf.initdb',
  '.psqlrc',
] as const

const TLS = ['ssl_cert_file', 'ssl_key_file', 'ssl_ca_file', 'ssl_crl_file', 'ssl_dh_params_file'] as const

/** The server's own TLS files that lie in its data directory, by their path in it. */
export function tlsFiles(conf: Readonly<Record<string, ConfValue>>): string[] {
  const defaults: Readonly<Record<string, string>> = {
    ssl_cert_file: 'server.crt',
    ssl_key_file: 'server.key',
  }
  const named = TLS.map((parameter) => String(conf[parameter] ?? defaults[parameter] ?? ''))
  return named.filter((file) => file !== '' && !file.includes('/') && file !== '..')
}

/** Files of the data directory that a copy of another server's must not replace, by their path in it. */
export function ownFiles(conf: Readonly<Record<string, ConfValue>>): string[] {
  return [...CONFIGURATION, ...tlsFiles(conf)]
}
