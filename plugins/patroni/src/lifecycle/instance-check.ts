import type { Fault, InstanceCheckEvent, ObservedInstance } from '@pglift/sdk'
import { clusterState } from '../etcd.js'
import { restAddresses } from '../member/build.js'
import { type MemberConfig, splitAddress } from '../member/config.js'
import { memberOf } from '../member/read.js'
import { fieldOf, type PatroniField } from '../model.js'
import type { Session } from '../session.js'
import { fault, portFaults } from './member-faults.js'
import { newMemberFaults } from './new-member.js'

const READ_ONLY = 'field is read-only'

/** What a member is, it stays. */
function changedFaults(field: PatroniField, { name, scope }: MemberConfig): Fault[] {
  return [
    ...(field.cluster === scope ? [] : [fault(['cluster'], READ_ONLY, field.cluster)]),
    ...(field.node === null || field.node === name ? [] : [fault(['node'], READ_ONLY, field.node)]),
  ]
}

/** A member that takes the place of one: its cluster must be stopped everywhere, for its state goes out of etcd. */
async function upgradeFaults(session: Session, former: ObservedInstance): Promise<Fault[]> {
  const member = await memberOf(session, former)
  if (member === undefined) return []
  const { scope, name } = member.config
  const state = await clusterState(session.effects, member.config)
  if ('problem' in state) return [fault(['etcd'], `etcd can't be read: ${state.problem}`)]
  const others = state.live.filter((other) => other !== name)
  return others.length === 0
    ? []
    : [
        fault(
          ['cluster'],
          `cluster '${scope}' still has members: ${others.join(', ')}; stop or drop them first, they are made anew after the upgrade`,
          scope,
        ),
      ]
}

/** Patroni drops slots that the cluster's configuration does not have (Patroni documentation, `slots`, `ignore_slots`). */
async function slotFaults(
  { sessions }: Session,
  { desired, observed }: Pick<InstanceCheckEvent, 'desired' | 'observed'>,
): Promise<Fault[]> {
  const wanted = desired.replication_slots.filter(({ state }) => state === 'present')
  if (wanted.length === 0) return []
  const query = 'SELECT slot_name AS name FROM pg_catalog.pg_replication_slots'
  const session = observed?.running === true ? await sessions.to(observed) : undefined
  const { rows = [] } = (await session?.query<{ name: string }>(query)) ?? {}
  return wanted
    .filter(({ name }) => !rows.some((row) => row.name === name))
    .map(({ name }) => ({
      type: 'value_error',
      loc: ['replication_slots'],
      msg: `Value error, Patroni would drop replication slot '${name}': declare it in the configuration of the cluster, 'patronictl edit-config --set slots.${name}.type=physical'`,
      input: name,
    }))
}

/** Faults of the field `patroni`. */
export function instanceCheck(session: Session): (event: InstanceCheckEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, observed, upgradedFrom, faults, ports } = event
    const field = fieldOf(desired)
    if (field === null) return
    faults.push(...(await slotFaults(session, { desired, observed })))
    const member = await memberOf(session, instance)
    if (member !== undefined) {
      const { listen } = field.restapi ?? {}
      faults.push(...changedFaults(field, member.config))
      if (listen && listen !== member.config.restapi.listen)
        faults.push(...(await portFaults(session, listen)))
    } else if (upgradedFrom !== undefined) faults.push(...(await upgradeFaults(session, upgradedFrom)))
    else {
      const { listen } = restAddresses({ field, fqdn: '' })
      ports.push(splitAddress(listen).port)
      faults.push(...(await newMemberFaults(session, event, field)))
    }
  }
}
