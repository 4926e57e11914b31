type Value = string | number | boolean

/** Where etcd is, and as whom it is asked (`etcd`, `etcd3`). */
export interface EtcdConfig {
  readonly hosts: readonly string[] | string
  readonly protocol?: string
  readonly cacert?: string
  readonly cert?: string
  readonly key?: string
  readonly username?: string
  readonly password?: string
}

/** The REST API of a member (`restapi`). */
export interface RestConfig {
  readonly connect_address: string
  readonly listen: string
  readonly certfile?: string
  readonly keyfile?: string
  readonly cafile?: string
  readonly authentication?: { readonly username: string; readonly password?: string }
}

/** A connection of Patroni to PostgreSQL. */
export interface Connection {
  readonly username: string
  readonly password?: string
  readonly sslcert?: string
  readonly sslkey?: string
  readonly sslpassword?: string
}

/** What pglift reads of a member's configuration file (Patroni documentation, "YAML Configuration Settings"). */
export interface MemberConfig {
  readonly scope: string
  readonly namespace?: string
  readonly name: string
  readonly restapi: RestConfig
  readonly ctl?: { readonly cacert?: string; readonly certfile?: string; readonly keyfile?: string }
  readonly etcd?: EtcdConfig
  readonly etcd3?: EtcdConfig
  readonly bootstrap?: {
    readonly dcs?: Readonly<Record<string, unknown>> & {
      readonly postgresql?: { readonly parameters?: Readonly<Record<string, Value>> }
    }
  }
  readonly postgresql: {
    readonly listen: string
    readonly connect_address: string
    readonly data_dir: string
    readonly bin_dir?: string
    readonly parameters?: Readonly<Record<string, Value>>
    readonly pg_hba?: readonly string[]
    readonly pg_ident?: readonly string[]
    readonly use_pg_rewind?: boolean
    readonly create_replica_methods?: readonly string[]
    readonly authentication: Readonly<Record<'superuser' | 'replication' | 'rewind', Connection>>
  }
}

/** Host and port of an address; brackets of an IPv6 host are taken off. */
export function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(colon + 1)) }
}

/** `host:port`, an IPv6 host in brackets. */
export function joinAddress(host: string, port: number): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`
}
