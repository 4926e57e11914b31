import { type InstanceActionEvent, type InstanceVerbEvent, operational } from '@pglift/sdk'
import { memberOf } from '../member/read.js'
import type { Session } from '../session.js'

const INSTEAD: Readonly<Record<InstanceVerbEvent['verb'], string>> = {
  promote: "another member takes over with 'pglift patroni switchover' or 'pglift patroni failover'",
  demote: "a former leader rejoins by itself, or with 'pglift patroni reinit'",
  'pause-replay': 'Patroni resumes replay by itself',
  'resume-replay': 'Patroni resumes replay by itself',
  'start-foreground': "run it with 'pglift instance start'",
}

/** What Patroni alone decides. */
export function instanceRefusals(session: Session) {
  const forbid = async ({ instance, verb }: Pick<InstanceVerbEvent, 'instance' | 'verb'>): Promise<void> => {
    if ((await memberOf(session, instance)) === undefined) return
    throw operational('PGLIFT_UNSUPPORTED', 'unsupported operation: instance managed by Patroni', {
      hint: INSTEAD[verb],
    })
  }
  const refuse =
    (verb: InstanceVerbEvent['verb']) =>
    async ({ instance }: InstanceActionEvent) => {
      await forbid({ instance, verb })
      return undefined
    }
  return { forbid, promote: refuse('promote'), demote: refuse('demote') }
}
