import { setTimeout as pause } from 'node:timers/promises'
import { operational, type Performers, performer, type Reachable, type StepContext } from '@pglift/sdk'
import { unreachable } from '../rest/cluster.js'
import { askMember, jsonOf } from '../rest/member-api.js'
import type { Session } from '../session.js'
import { PRESETS } from '../timing.js'
import { type MemberArgs, memberAt } from './args.js'

export interface ServerArgs extends MemberArgs {
  instance: Reachable
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Has Patroni read its file, then restart PostgreSQL. */
    'patroni.restart': ServerArgs
    /** Has Patroni read its file, and PostgreSQL its own; waits until that is done. */
    'patroni.reload': ServerArgs
    /** Does nothing; undone, Patroni reads its file as it is then. */
    'patroni.keep-loaded': ServerArgs
  }
}

const RESTART_MS = 600_000
/** Besides loop_wait, after which Patroni looks at it at the latest. */
const RELOAD_SECONDS = 20

async function loadTime(sessions: Session['sessions'], instance: Reachable): Promise<string | undefined> {
  const session = await sessions.to(instance).catch(() => undefined)
  const { rows } = (await session
    ?.query<{ at: string }>('SELECT pg_conf_load_time()::text AS at')
    .catch(() => undefined)) ?? {
    rows: [],
  }
  return rows[0]?.at
}

async function loopWait(args: ServerArgs, context: StepContext): Promise<number> {
  const answer = await askMember(context.effects, (await memberAt(args, context)).config, '/config')
  return jsonOf<{ loop_wait?: number }>(answer)?.loop_wait ?? PRESETS.default.loop_wait
}

/** Answers whether the REST API took it. */
async function reload(
  args: ServerArgs,
  sessions: Session['sessions'],
  context: StepContext,
): Promise<boolean> {
  const { config } = await memberAt(args, context)
  const before = await loadTime(sessions, args.instance)
  const answer = await askMember(context.effects, config, '/reload', { method: 'POST' })
  if ('problem' in answer) {
    context.log.warning(`not reloading Patroni REST API as it's not running: ${answer.problem}`)
    return false
  }
  if (answer.status >= 300)
    throw operational(
      'PGLIFT_PATRONI_REFUSED',
      `Patroni of ${args.id} refuses to reload: ${answer.body.trim()}`,
    )
  const deadline = Date.now() + ((await loopWait(args, context)) + RELOAD_SECONDS) * 1000
  // The server's own word: Patroni only says that it will.
  while (before !== undefined && (await loadTime(sessions, args.instance)) === before) {
    if (Date.now() > deadline) {
      context.log.warning(`Patroni of ${args.id} has not reloaded PostgreSQL yet`)
      return true
    }
    await pause(100, undefined, { signal: context.signal })
  }
  return true
}

async function restart(args: ServerArgs, sessions: Session['sessions'], context: StepContext): Promise<void> {
  const member = await memberAt(args, context)
  await reload(args, sessions, context)
  await sessions.close()
  const answer = await askMember(context.effects, member.config, '/restart', {
    method: 'POST',
    body: {},
    timeoutMs: RESTART_MS,
  })
  if ('problem' in answer) throw unreachable(member, args.id, answer.problem)
  if (answer.status >= 300)
    throw operational(
      'PGLIFT_PATRONI_REFUSED',
      `Patroni could not restart ${args.id}: ${answer.body.trim()}`,
      {
        hint: `see 'pglift patroni -i ${args.id} logs'`,
      },
    )
}

/** Restarting and reloading through the REST API. */
export function serverSteps(sessions: Session['sessions']): Performers {
  return {
    ...performer('patroni.restart', {
      do: (args, context) => restart(args, sessions, context),
      undo: async () => undefined,
    }),
    ...performer('patroni.reload', {
      do: async (args, context) => void (await reload(args, sessions, context)),
      undo: async () => undefined,
    }),
    ...performer('patroni.keep-loaded', {
      holds: async () => false,
      do: async () => undefined,
      undo: async (args, _, context) => {
        if ((await context.effects.files.status(args.path)) !== undefined)
          await reload(args, sessions, context)
      },
    }),
  }
}
