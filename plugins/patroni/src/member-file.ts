import { type Instance, type Plan, Secret } from '@pglift/sdk'
import type { Member } from './member/read.js'
import { patroniService } from './service.js'
import type { Session } from './session.js'

/**
 * Steps that give a member another file, and have its Patroni read it, where it runs. By SIGHUP: the REST API may be what
 * moves. Answers whether it runs.
 */
export async function planMemberText(
  session: Session,
  plan: Plan,
  { instance, member, text }: { readonly instance: Instance; readonly member: Member; readonly text: string },
): Promise<boolean> {
  const { services } = session
  const service = patroniService(session, instance, member.config)
  await services.keepRunning(plan, service)
  plan.file(
    { path: member.path, content: new Secret(text), mode: 0o600 },
    { title: 'reconfiguring Patroni service' },
  )
  const isRunning = await services.isRunning(service)
  if (isRunning) await services.reload(plan, service)
  return isRunning
}
