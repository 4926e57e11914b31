import { type ObservedInstance, reachable } from '@pglift/sdk'
import { configPath, type Session } from './session.js'
import type { ServerArgs } from './steps/server.js'

/** What steps on the server of a member carry. */
export function serverArgs(session: Pick<Session, 'section'>, instance: ObservedInstance): ServerArgs {
  const { id, datadir } = instance
  return { id, datadir, path: configPath(session, instance), instance: reachable(instance) }
}
