import { type DeclaredFile, type InstanceConfigureEvent, Secret } from '@pglift/sdk'
import { planAccess } from '../access.js'
import { poolIni, poolUsers } from '../configuration.js'
import { fieldOf } from '../model.js'
import { existingPool, poolPort, poolService, type Session } from '../pool.js'
import { planRemoval } from './instance-dropped.js'

async function isOther({ effects }: Session, { path, content }: DeclaredFile): Promise<boolean> {
  const text = content instanceof Secret ? content.reveal() : content
  return (await effects.files.readText(path)) !== text
}

/** Steps that write the files of a pool, and have one that runs read them. */
async function planPool(
  session: Session,
  { plan, instance: { qualname }, purpose }: InstanceConfigureEvent,
  port: number,
  files: readonly DeclaredFile[],
): Promise<void> {
  const { services } = session
  const former = await existingPool(session, qualname)
  const changed = await Promise.all(files.map((file) => isOther(session, file)))
  const isChanged = changed.includes(true)
  if (former !== undefined && isChanged) await services.keepRunning(plan, former)
  const title = former === undefined ? 'configuring PgBouncer' : 'reconfiguring PgBouncer'
  for (const [index, file] of files.entries()) plan.file(file, index === 0 ? { title } : {})
  const service = poolService(session, qualname, port)
  if (former === undefined) await services.enable(plan, service)
  // A new instance starts it; a pool that joins, or that changes, is started at once.
  if (purpose === 'create' || purpose === 'upgrade' || !isChanged) return
  if (former === undefined || (await services.isRunning(former))) await services.restart(plan, service)
}

/** The pool follows what the manifest says of it, and the port and sockets of the instance. */
export function instanceConfigured(session: Session): (event: InstanceConfigureEvent) => Promise<void> {
  return async (event) => {
    const { instance, desired, plan, purpose, standby } = event
    const { qualname } = instance
    const field = fieldOf(desired)
    if (field === null) return planRemoval(session, plan, qualname)
    const present = await poolPort(session, qualname)
    const port = field?.port ?? present
    if (port === undefined) return
    const files = [await poolIni(session, event, port)]
    // In an upgrade role and password come along (`instanceUpgraded`).
    if (field && purpose !== 'upgrade') {
      const { password } = field
      const isJoining = present === undefined
      if (isJoining || password !== null) files.push(poolUsers(session, qualname, password))
      // A standby has the role of its primary.
      if (!standby) await planAccess(session, event, { password, isJoining })
    }
    await planPool(session, event, port, files)
  }
}
