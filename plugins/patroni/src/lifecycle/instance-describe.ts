import type { InstanceDescribeEvent } from '@pglift/sdk'
import { splitAddress } from '../member/config.js'
import { type Member, memberOf } from '../member/read.js'
import { clusterOf } from '../rest/cluster.js'
import type { Session } from '../session.js'

function fieldFor({ config }: Member) {
  const { connect_address, listen, authentication } = config.restapi
  const { replication, rewind } = config.postgresql.authentication
  const certificate = ({ sslcert: cert, sslkey: key }: typeof replication) =>
    cert === undefined || key === undefined ? {} : { ssl: { cert, key } }
  const username = (config.etcd3 ?? config.etcd)?.username
  const of = (name: string, of: object) => (Object.keys(of).length === 0 ? {} : { [name]: of })
  return {
    cluster: config.scope,
    node: config.name,
    restapi: {
      connect_address,
      listen,
      ...(authentication === undefined ? {} : { authentication: { username: authentication.username } }),
    },
    postgresql: {
      connect_host: splitAddress(config.postgresql.connect_address).host,
      ...of('replication', certificate(replication)),
      ...of('rewind', certificate(rewind)),
    },
    ...(username === undefined ? {} : { etcd: { username } }),
  }
}

/** The field `patroni`, with what the REST API tells of the cluster; nothing of that when it does not answer. */
export function instanceDescribe(session: Session): (event: InstanceDescribeEvent) => Promise<void> {
  return async ({ instance, fields, managed }) => {
    const member = await memberOf(session, instance)
    if (member === undefined) {
      fields.patroni = null
      return
    }
    managed.add('replication')
    const cluster = await clusterOf(session, member)
    fields.patroni = {
      ...fieldFor(member),
      cluster_members: cluster?.members ?? null,
      is_paused: cluster?.paused ?? null,
    }
  }
}
