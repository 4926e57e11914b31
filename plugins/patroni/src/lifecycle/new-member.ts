import { type Fault, type InstanceCheckEvent, unitNameFaults } from '@pglift/sdk'
import { type ClusterState, clusterState, Etcd } from '../etcd.js'
import { fqdn } from '../fqdn.js'
import { composeMember, effectiveTiming } from '../member/compose.js'
import type { MemberConfig } from '../member/config.js'
import type { Tree } from '../member/tree.js'
import { yamlText } from '../member/yaml.js'
import type { PatroniField } from '../model.js'
import { unreadableFiles } from '../readable.js'
import type { Session } from '../session.js'
import { timingProblem } from '../timing.js'
import { refusalOf } from '../validation.js'
import { fault, portFaults } from './member-faults.js'

interface Node {
  readonly scope: string
  readonly node: string
  /** System identifier of the data directory, when there is one. */
  readonly systemIdentifier?: string | undefined
}

/** Faults of the place that the member would have in its cluster. */
function placeFaults(
  { scope, node, systemIdentifier }: Node,
  { live, initialize = '' }: ClusterState,
): Fault[] {
  if (live.includes(node))
    return [
      fault(
        ['node'],
        `'${node}' is the name of a live member of cluster '${scope}'; choose another, or wait until its key has expired in etcd`,
        node,
      ),
    ]
  if (initialize === '' || initialize === systemIdentifier) return []
  if (systemIdentifier !== undefined)
    return [
      fault(
        ['cluster'],
        `cluster '${scope}' is that of another system identifier (${initialize}) than the instance (${systemIdentifier}); choose another name`,
        scope,
      ),
    ]
  if (live.length > 0) return []
  return [
    fault(
      ['cluster'],
      `cluster '${scope}' is in etcd (system identifier ${initialize}), but none of its members runs: start one of them, or remove what is left of it with 'patronictl remove ${scope}'`,
      scope,
    ),
  ]
}

async function etcdFaults(
  { effects, section }: Session,
  config: MemberConfig,
  systemIdentifier: string | undefined,
): Promise<Fault[]> {
  const obstacle = await Etcd.of(effects, config).obstacle()
  if (obstacle !== undefined) return [fault([], `etcd can't be used: ${obstacle}`, section.etcd.hosts)]
  const state = await clusterState(effects, config)
  if ('problem' in state) return [fault(['etcd'], `etcd can't be read: ${state.problem}`)]
  return placeFaults({ scope: config.scope, node: config.name, systemIdentifier }, state)
}

type Wanted = Pick<InstanceCheckEvent, 'instance' | 'desired' | 'observed' | 'conf' | 'port'>

/** Without what may be a secret: whether it is valid does not depend on that. */
function withoutPasswords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPasswords)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, item]) =>
    /password/i.test(key) && typeof item === 'string' ? [key, '***'] : [key, withoutPasswords(item)],
  )
  return Object.fromEntries(entries)
}

/** What Patroni itself refuses of the file that the member would have. */
async function configurationFaults({ effects, section, signal, log }: Session, tree: Tree): Promise<Fault[]> {
  const text = await yamlText(withoutPasswords(tree) as Tree)
  const refused = await refusalOf(effects, section.execpath, { text }, signal)
  if (refused === undefined) return []
  const message = `invalid Patroni configuration: ${refused}`
  if (section.enforce_config_validation)
    return [
      fault(
        [],
        `${message}; correct the site settings or the template patroni/patroni.yaml, or set 'patroni.enforce_config_validation' to false`,
      ),
    ]
  log.warning(message)
  return []
}

/** Faults of a new member that only the host, etcd and Patroni can tell. */
export async function newMemberFaults(
  session: Session,
  wanted: Wanted,
  field: PatroniField,
): Promise<Fault[]> {
  const { qualname: name, name: input } = wanted.instance
  const unnamable = unitNameFaults({ what: 'Patroni', name, input }, session.settings.service_manager)
  if (unnamable.length > 0) return unnamable
  const unreadable = await unreadableFiles(session, field)
  if (unreadable.length > 0)
    return unreadable.map(({ path, why }) => fault([], `${path} can't be read: ${why}`, path))
  // Records for users other than the members don't count here, nor does what a replica is made of.
  const unseen = { hba: '', ident: '', replicaCommands: [] }
  const request = { ...wanted, ...unseen, field, fqdn: await fqdn(session.effects, field) }
  const tree = await composeMember(session, request)
  const config = tree as unknown as MemberConfig
  const timing = timingProblem(effectiveTiming(tree, session.section))
  // An instance that is there by now has its data and its port: its file is looked at when it has stopped.
  const isNew = wanted.observed === undefined
  const [port, etcd, configuration] = await Promise.all([
    portFaults(session, config.restapi.listen),
    etcdFaults(session, config, wanted.observed?.systemIdentifier),
    isNew ? configurationFaults(session, tree) : [],
  ])
  const faults = [
    ...(timing === undefined ? [] : [fault([], `invalid patroni.yaml template: ${timing}`)]),
    ...port,
    ...etcd,
  ]
  // It may refuse for the same reason, in words that say less.
  return faults.length > 0 ? faults : configuration
}
