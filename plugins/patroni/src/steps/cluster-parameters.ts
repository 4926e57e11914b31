import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { operational, type Performers, performer, type StepContext } from '@pglift/sdk'
import { unreachable } from '../rest/cluster.js'
import { askMember, jsonOf } from '../rest/member-api.js'
import { memberAt } from './args.js'
import type { ServerArgs } from './server.js'

type Parameters = Readonly<Record<string, string | number | null>>

/** The part of the dynamic configuration that is about PostgreSQL. */
interface Dynamic {
  readonly parameters?: Parameters
  readonly pg_hba?: readonly string[]
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Changes parameters of all members, in etcd; null takes one away. */
    'patroni.cluster-parameters': ServerArgs & { parameters: Parameters }
    /** Replaces pg_hba.conf of all members, in etcd. */
    'patroni.cluster-hba': ServerArgs & { hba: Secret }
  }
}

const PATIENCE_MS = 30_000
const INTERVAL_MS = 100

async function current(args: ServerArgs, context: StepContext): Promise<Dynamic> {
  const member = await memberAt(args, context)
  const answer = await askMember(context.effects, member.config, '/config')
  if ('problem' in answer) throw unreachable(member, args.id, answer.problem)
  const config = answer.status === 200 ? jsonOf<{ postgresql?: Dynamic }>(answer) : undefined
  if (config !== undefined) return config.postgresql ?? {}
  throw operational(
    'PGLIFT_PATRONI_REFUSED',
    `Patroni of ${args.id} can't tell the configuration of its cluster: status ${answer.status}`,
    { hint: `see 'pglift patroni -i ${args.id} logs'` },
  )
}

/** Patroni's copy of the dynamic configuration, which it writes when it has taken it over. */
export async function takenOver(
  datadir: string,
  { effects }: Pick<StepContext, 'effects'>,
): Promise<Dynamic> {
  const text = await effects.files.readText(join(datadir, 'patroni.dynamic.json'))
  return (text === undefined ? {} : (JSON.parse(text) as { postgresql?: Dynamic })).postgresql ?? {}
}

async function patch(
  args: ServerArgs,
  postgresql: Dynamic,
  isDone: (now: Dynamic) => boolean,
  context: StepContext,
): Promise<void> {
  const member = await memberAt(args, context)
  const answer = await askMember(context.effects, member.config, '/config', {
    method: 'PATCH',
    body: { postgresql },
  })
  if ('problem' in answer) throw unreachable(member, args.id, answer.problem)
  if (answer.status >= 300)
    throw operational(
      'PGLIFT_PATRONI_REFUSED',
      `Patroni of ${args.id} refuses the configuration: ${answer.body.trim()}`,
    )
  const deadline = Date.now() + PATIENCE_MS
  while (!isDone(await takenOver(args.datadir, context))) {
    if (Date.now() > deadline)
      return context.log.warning(`Patroni of ${args.id} has not taken the configuration over yet`)
    await pause(INTERVAL_MS, undefined, { signal: context.signal })
  }
}

function patchParameters(args: ServerArgs, parameters: Parameters, context: StepContext): Promise<void> {
  const isDone = ({ parameters: now = {} }: Dynamic) =>
    Object.entries(parameters).every(([name, value]) => (now[name] ?? null) === value)
  return patch(args, { parameters }, isDone, context)
}

const patchHba = (args: ServerArgs, lines: readonly string[], context: StepContext): Promise<void> =>
  patch(args, { pg_hba: lines }, ({ pg_hba = [] }) => pg_hba.join('\n') === lines.join('\n'), context)

const clusterParameters = performer<'patroni.cluster-parameters', { former: Parameters }>(
  'patroni.cluster-parameters',
  {
    async prepare(args, context) {
      const { parameters = {} } = await current(args, context)
      const names = Object.keys(args.parameters)
      return { former: Object.fromEntries(names.map((name) => [name, parameters[name] ?? null])) }
    },
    do: (args, context) => patchParameters(args, args.parameters, context),
    undo: (args, { former }, context) => patchParameters(args, former, context),
  },
)

/** Passwords of LDAP and RADIUS are no matter for a journal. */
const SECRETS = /ldapbindpasswd|radiussecrets/i

const clusterHba = performer<'patroni.cluster-hba', { former: readonly string[] | null }>(
  'patroni.cluster-hba',
  {
    async prepare(args, context) {
      const { pg_hba = [] } = await current(args, context)
      return { former: pg_hba.some((line) => SECRETS.test(line)) ? null : pg_hba }
    },
    do: (args, context) => patchHba(args, args.hba.reveal().split('\n'), context),
    async undo(args, { former }, context) {
      if (former === null)
        context.log.warning('pg_hba.conf of the cluster holds secrets: it is left as it is now')
      else await patchHba(args, former, context)
    },
  },
)

/** What a cluster has in common. */
export const clusterParameterSteps: Performers = { ...clusterParameters, ...clusterHba }
