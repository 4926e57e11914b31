import type { Instance, InstanceManifest, ReplicaCommand, Secret } from '@pglift/sdk'
import type { ClientCertificate, PatroniField } from '../model.js'
import { logDirectory, passfilePath, type Session } from '../session.js'
import type { PatroniSettings } from '../settings.js'
import { linesOf, type MemberAccess, withMemberAccess } from './access.js'
import { joinAddress } from './config.js'
import { divide, sortOut, toParameters } from './parameters.js'
import { siteTree } from './site.js'
import { given, merge, type Tree } from './tree.js'

type Conf = Readonly<Record<string, string | number | boolean>>

/** All that a member's file is made of. */
export interface MemberRequest {
  readonly instance: Instance
  readonly desired: InstanceManifest
  readonly field: PatroniField
  readonly conf: Conf
  readonly port: number
  readonly hba: string
  readonly ident: string
  readonly replicaCommands: readonly ReplicaCommand[]
  /** Name of this host. */
  readonly fqdn: string
}

const revealed = (secret: Secret | null | undefined): string | undefined => secret?.reveal()

const REST_PORT = 8008

/** Addresses of the REST API. */
export function restAddresses({ field, fqdn }: Pick<MemberRequest, 'field' | 'fqdn'>) {
  const connect = field.restapi?.connect_address ?? joinAddress(fqdn, REST_PORT)
  return { connect_address: connect, listen: field.restapi?.listen ?? connect }
}

/** Under which name a node is known in its cluster. */
export const nodeName = ({ field, fqdn }: Pick<MemberRequest, 'field' | 'fqdn'>): string => field.node ?? fqdn

function restapi(request: MemberRequest): Tree {
  const { authentication } = request.field.restapi ?? {}
  return given({
    ...restAddresses(request),
    ...(authentication
      ? {
          authentication: given({
            username: authentication.username,
            password: revealed(authentication.password),
          }),
        }
      : {}),
  })
}

function etcd({ section }: Session, { field }: MemberRequest): Tree {
  const { username, password } = field.etcd ?? {}
  return { [section.etcd.version]: given({ username, password: revealed(password) }) }
}

/** Configuration of a cluster that does not exist yet. */
function clusterConfig(
  { dcs, postgresql, configuration_mode }: PatroniSettings,
  timing: Tree,
  request: MemberRequest,
): Tree {
  const { synchronous_mode, maximum_lag_on_failover } = dcs
  const { conf, hba } = request
  const { cluster } = divide(conf)
  const common = configuration_mode.parameters === 'dynamic' ? cluster : sortOut(cluster).ofTheCluster
  const dynamic = given({
    parameters: Object.keys(common).length === 0 ? undefined : toParameters(common),
    pg_hba: configuration_mode.auth === 'dynamic' ? linesOf(hba) : undefined,
    use_pg_rewind: postgresql.use_pg_rewind || undefined,
  })
  return given({
    ...timing,
    maximum_lag_on_failover,
    ...(synchronous_mode === null
      ? {}
      : {
          synchronous_mode: synchronous_mode !== 'off',
          synchronous_mode_strict: synchronous_mode === 'strict',
        }),
    ...(Object.keys(dynamic).length === 0 ? {} : { postgresql: dynamic }),
  })
}

function initdb({ settings }: Session, { desired, instance }: MemberRequest): unknown[] {
  const site = settings.postgresql.initdb
  const locale = desired.locale ?? site.locale
  const encoding = desired.encoding ?? site.encoding
  return [
    ...(encoding === null ? [] : [{ encoding }]),
    ...(locale === null ? [] : [{ locale }]),
    { waldir: instance.waldir },
    ...((desired.data_checksums ?? site.data_checksums) === true ? ['data-checksums'] : []),
    ...(site.allow_group_access === true ? ['allow-group-access'] : []),
  ]
}

function connections({ settings }: Session, { desired, field }: MemberRequest): Tree {
  const { surole, replrole } = settings.postgresql
  const certificate = (own: ClientCertificate | null | undefined) =>
    own ? { sslcert: own.cert, sslkey: own.key, sslpassword: revealed(own.password) } : {}
  const superuser = given({ username: surole.name, password: revealed(desired.surole_password) })
  const replication = { username: replrole, password: revealed(desired.replrole_password) }
  return {
    superuser,
    replication: given({ ...replication, ...certificate(field.postgresql?.replication?.ssl) }),
    rewind: given({ ...superuser, ...certificate(field.postgresql?.rewind?.ssl) }),
  }
}

/** One word of sh, as Python's shlex reads it. */
const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`

/** How Patroni makes a replica: by these commands, else by a copy of the leader; and where WAL comes from. */
export function replicaMethods(commands: readonly ReplicaCommand[], waldir: string): Tree {
  const methods = commands.map(({ name, argv }) => [
    name,
    { command: argv.map(word).join(' '), keep_data: true, no_params: true, no_leader: true },
  ])
  const wal = commands.find(({ walArgv }) => walArgv !== undefined)?.walArgv
  return {
    ...(wal === undefined ? {} : { recovery_conf: { restore_command: wal.map(word).join(' ') } }),
    ...Object.fromEntries(methods),
    ...(commands.length === 0
      ? {}
      : { create_replica_methods: [...commands.map(({ name }) => name), 'basebackup'] }),
    basebackup: [{ waldir }],
  }
}

/** What members need in pg_hba.conf of this one. */
export function accessOf({ settings, section }: Session, field: PatroniField): MemberAccess {
  const { surole, replrole, auth } = settings.postgresql
  const mode = section.postgresql.connection?.ssl?.mode ?? ''
  return {
    surole: surole.name,
    replrole: replrole ?? '',
    host: auth.host,
    tls: /^(require|verify-)/.test(mode),
    replicationByCertificate: Boolean(field.postgresql?.replication?.ssl),
    rewindByCertificate: Boolean(field.postgresql?.rewind?.ssl),
    usePgRewind: section.postgresql.use_pg_rewind,
  }
}

/** pg_hba.conf with what members need. */
function memberHba(session: Session, { hba, field }: Pick<MemberRequest, 'hba' | 'field'>): string[] {
  return withMemberAccess(linesOf(hba), accessOf(session, field))
}

function postgresql(session: Session, request: MemberRequest): Tree {
  const { section } = session
  const { instance, conf, port, ident, field, fqdn, replicaCommands } = request
  const { auth, parameters } = section.configuration_mode
  const identLines = linesOf(ident)
  return {
    listen: joinListen(String(conf.listen_addresses ?? '*'), port),
    connect_address: joinAddress(field.postgresql?.connect_host ?? fqdn, port),
    data_dir: instance.datadir,
    bin_dir: instance.bindir,
    pgpass: passfilePath(session, instance),
    use_unix_socket: true,
    // As the other members replicate: their record lets it in, also by certificate. Without, no rewind is ever found due.
    use_unix_socket_repl: false,
    parameters: toParameters(parameters === 'dynamic' ? divide(conf).member : sortOut(conf).own),
    ...(auth === 'local' ? { pg_hba: memberHba(session, request) } : {}),
    ...(identLines.length === 0 ? {} : { pg_ident: identLines }),
    authentication: connections(session, request),
    ...replicaMethods(replicaCommands, instance.waldir),
  }
}

/** `listen_addresses` in Patroni's notation, which has no blanks. */
export function joinListen(addresses: string, port: number): string {
  return `${addresses.replaceAll(/\s/g, '') || '*'}:${port}`
}

/** What pglift sets in a member's file; the site's template says the rest. */
export function managedTree(session: Session, timing: Tree, request: MemberRequest): Tree {
  const hba = memberHba(session, request)
  const own = {
    scope: request.field.cluster,
    name: nodeName(request),
    log: { dir: logDirectory(session, request.instance) },
    restapi: restapi(request),
    ...etcd(session, request),
    bootstrap: {
      dcs: clusterConfig(session.section, timing, { ...request, hba: `${hba.join('\n')}\n` }),
      initdb: initdb(session, request),
      pg_hba: hba,
    },
    postgresql: postgresql(session, request),
  }
  return merge(own, siteTree(session))
}
