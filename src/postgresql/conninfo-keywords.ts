interface Keyword {
  /** Environment variable that libpq reads for it. */
  env?: string
  /** Never shown. */
  secret?: true
}

/** Connection parameters of libpq 13 to 18 ("Parameter Key Words" and "Environment Variables" of its chapter). */
export const CONNINFO_KEYWORDS: Readonly<Record<string, Keyword>> = {
  service: { env: 'PGSERVICE' },
  servicefile: { env: 'PGSERVICEFILE' },
  user: { env: 'PGUSER' },
  password: { env: 'PGPASSWORD', secret: true },
  passfile: { env: 'PGPASSFILE' },
  channel_binding: { env: 'PGCHANNELBINDING' },
  connect_timeout: { env: 'PGCONNECT_TIMEOUT' },
  dbname: { env: 'PGDATABASE' },
  host: { env: 'PGHOST' },
  hostaddr: { env: 'PGHOSTADDR' },
  port: { env: 'PGPORT' },
  client_encoding: { env: 'PGCLIENTENCODING' },
  options: { env: 'PGOPTIONS' },
  application_name: { env: 'PGAPPNAME' },
  fallback_application_name: {},
  keepalives: {},
  keepalives_idle: {},
  keepalives_interval: {},
  keepalives_count: {},
  tcp_user_timeout: {},
  sslmode: { env: 'PGSSLMODE' },
  sslnegotiation: { env: 'PGSSLNEGOTIATION' },
  sslcompression: { env: 'PGSSLCOMPRESSION' },
  sslcert: { env: 'PGSSLCERT' },
  sslkey: { env: 'PGSSLKEY' },
  sslcertmode: { env: 'PGSSLCERTMODE' },
  sslpassword: { secret: true },
  sslrootcert: { env: 'PGSSLROOTCERT' },
  sslcrl: { env: 'PGSSLCRL' },
  sslcrldir: { env: 'PGSSLCRLDIR' },
  sslsni: { env: 'PGSSLSNI' },
  sslkeylogfile: {},
  requirepeer: { env: 'PGREQUIREPEER' },
  require_auth: { env: 'PGREQUIREAUTH' },
  min_protocol_version: { env: 'PGMINPROTOCOLVERSION' },
  max_protocol_version: { env: 'PGMAXPROTOCOLVERSION' },
  ssl_min_protocol_version: { env: 'PGSSLMINPROTOCOLVERSION' },
  ssl_max_protocol_version: { env: 'PGSSLMAXPROTOCOLVERSION' },
  gssencmode: { env: 'PGGSSENCMODE' },
  krbsrvname: { env: 'PGKRBSRVNAME' },
  gsslib: { env: 'PGGSSLIB' },
  gssdelegation: { env: 'PGGSSDELEGATION' },
  replication: {},
  target_session_attrs: { env: 'PGTARGETSESSIONATTRS' },
  load_balance_hosts: { env: 'PGLOADBALANCEHOSTS' },
  scram_client_key: { secret: true },
  scram_server_key: { secret: true },
  oauth_issuer: {},
  oauth_client_id: {},
  oauth_client_secret: { secret: true },
  oauth_scope: {},
  authtype: {},
  tty: {},
}

export function isConninfoKeyword(keyword: string): boolean {
  return Object.hasOwn(CONNINFO_KEYWORDS, keyword)
}

/** Whether the value of `keyword` is a password or key. */
export function isSecretKeyword(keyword: string): boolean {
  return isConninfoKeyword(keyword) && CONNINFO_KEYWORDS[keyword]?.secret === true
}
