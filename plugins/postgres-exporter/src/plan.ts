import { type InstanceConfigureEvent, Secret, type Service } from '@pglift/sdk'
import type { Exporter } from './exporter.js'
import { serviceOf } from './service.js'
import { configDirectory, type Session, targetsLock, titleOf } from './session.js'
import { type Monitored, type TargetEdits, targetOf } from './targets.js'

type Plan = InstanceConfigureEvent['plan']

const DIRECTORY_MODE = 0o750

/** The step that keeps the file of targets; none for a site without one. */
export function planTargets(session: Session, plan: Plan, edits: TargetEdits): void {
  const { file_sd: path } = session.section
  if (path !== null && Object.keys(edits).length > 0)
    plan.step('postgres-exporter.targets', { path, lock: targetsLock(session), edits })
}

/** Makes the exporter's target what it is to be. */
export async function planTarget(
  session: Session,
  plan: Plan,
  exporter: Exporter,
  monitored: Monitored | undefined,
): Promise<void> {
  const target = await targetOf(session, exporter, monitored)
  planTargets(session, plan, { [target.labels.instance ?? exporter.name]: target })
}

/** Steps that write the configuration file. */
export function planFile(
  { section }: Session,
  plan: Plan,
  { name, path, text }: Exporter,
  title: string,
): void {
  plan.directory(configDirectory(section, name), DIRECTORY_MODE)
  plan.file({ path, content: new Secret(text), mode: 0o600 }, { title })
}

/** The former service, when a change of its file has it started anew. Its steps come before those of the change. */
export async function planKeepRunning(
  session: Session,
  plan: Plan,
  former: Exporter | undefined,
  isLocal = true,
): Promise<boolean> {
  if (former === undefined) return false
  const service = await serviceOf(session, former, isLocal)
  if (!(await session.services.isRunning(service))) return false
  await session.services.keepRunning(plan, service)
  return true
}

/** Steps that start an exporter, unless somebody else has its port. */
export async function planStart(
  { services }: Session,
  plan: Plan,
  service: Service,
  { port, hint }: { port: number; hint: string },
): Promise<void> {
  plan.step('postgres-exporter.listen', { service, port, hint })
  await services.start(plan, service)
}

/** Steps after which there is no exporter. */
export async function planRemoval(
  session: Session,
  plan: Plan,
  exporter: Exporter,
  instance = exporter.name,
): Promise<void> {
  const { name, path } = exporter
  const service = await serviceOf(session, exporter)
  await session.services.stop(plan, service)
  await session.services.disable(plan, service)
  plan.removeFile(path, { title: `deconfiguring ${titleOf(name)}` })
  plan.removeFile(service.log)
  planTargets(session, plan, { [instance]: null })
}
